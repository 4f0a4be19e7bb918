package io.heji.agent.app;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The agent's connections to the platform's own database. */
final class PlatformDatabase {
  /** Few, for the platform's work comes first. */
  static final int CONNECTIONS_MAX = 4;

  private PlatformDatabase() {}

  /**
   * @param silenceMax after how long without a byte a connection is given up, also one that a
   *     statement waits on: the database would have ended the statement before
   */
  static Pool pool(AgentConfig.SourceConfig config, Duration silenceMax, Vertx vertx) {
    PgConnectOptions options =
        PgConnectOptions.fromUri(config.reactiveUrl())
            .setUser(config.username())
            .setPassword(config.password())
            .setIdleTimeout((int) silenceMax.toMillis())
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(CONNECTIONS_MAX))
        .connectingTo(options)
        .using(vertx)
        .build();
  }
}
