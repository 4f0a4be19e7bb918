package io.heji.agent.played;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;

/** A PostgreSQL of a test as an agent's database. */
public final class AgentDatabase {
  private static final String OWNER = "postgres";

  private AgentDatabase() {}

  /** Makes the agent's tables. */
  public static void migrate(EmbeddedPostgres postgres) {
    Flyway.configure()
        .dataSource(postgres.getPostgresDatabase())
        .locations("db/common", "db/agent")
        .load()
        .migrate();
  }

  /** So many connections of the tables' owner. */
  public static Pool pool(EmbeddedPostgres postgres, Vertx vertx, int connections) {
    return pool(postgres, vertx, connections, OWNER);
  }

  /** So many connections of a role whose password is its name. */
  public static Pool pool(EmbeddedPostgres postgres, Vertx vertx, int connections, String role) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(connections))
        .connectingTo(
            new PgConnectOptions()
                .setHost("localhost")
                .setPort(postgres.getPort())
                .setUser(role)
                .setPassword(role)
                .setDatabase("postgres"))
        .using(vertx)
        .build();
  }
}
