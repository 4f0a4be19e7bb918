package io.heji.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.agent.AgentLimits;
import io.heji.agent.played.SilentHop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connections to the platform's database, on PostgreSQL. */
// In a thread of its own: what waits for a result cannot be interrupted.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlatformDatabaseIT {
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private static EmbeddedPostgres postgres;
  private static Vertx vertx;

  /** What the configuration says of the platform's database. */
  private record Source(String reactiveUrl, String username, String password, Path mapping)
      implements AgentConfig.SourceConfig {
    static Source at(int port) {
      String url = "postgresql://localhost:" + port + "/postgres";
      return new Source(url, "postgres", "postgres", Path.of("mapping.yaml"));
    }
  }

  @BeforeAll
  static void startPostgres() throws Exception {
    postgres = EmbeddedPostgres.start();
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    postgres.close();
  }

  /** Three times as many statements as connections, each in time to see all the others. */
  @Test
  void opensAsManyConnectionsAsThereMayBeAndNotOneMore() {
    Pool pool =
        PlatformDatabase.pool(Source.at(postgres.getPort()), AgentLimits.SOURCE_SILENCE_MAX, vertx);
    String connections =
        "select (select count(*) from pg_stat_activity"
            + " where client_port is not null and application_name <> 'PostgreSQL JDBC Driver')"
            + " from pg_sleep(0.2)";
    List<Future<Long>> asked = new ArrayList<>();
    for (int i = 0; i < 3 * PlatformDatabase.CONNECTIONS_MAX; i++) {
      asked.add(pool.query(connections).execute().map(rows -> rows.iterator().next().getLong(0)));
    }

    long most = asked.stream().mapToLong(PlatformDatabaseIT::await).max().orElseThrow();

    assertThat(most).isEqualTo(PlatformDatabase.CONNECTIONS_MAX);
    await(pool.close());
  }

  /** ⚔ a machine in between that falls silent and keeps the connections. */
  @Test
  void givesUpAConnectionThatSaysNothingAndServesTheNextQuestion() {
    SilentHop hop = SilentHop.to(postgres.getPort(), vertx);
    Pool pool = PlatformDatabase.pool(Source.at(hop.port()), SILENCE, vertx);
    assertThat(one(pool, "select 1 from pg_sleep(0.3)")).isEqualTo(1);

    hop.silent(true);
    assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> one(pool, "select 2"));

    // The caller hears of it a moment before the pool has let go of the connection.
    while (pool.size() > 0) {
      Thread.onSpinWait();
    }
    hop.silent(false);
    assertThat(one(pool, "select 3")).isEqualTo(3);
    await(pool.close());
  }

  private static int one(Pool pool, String sql) {
    Row row = await(pool.query(sql).execute()).iterator().next();
    return row.getInteger(0);
  }

  private static <T> T await(Future<T> work) {
    return work.toCompletionStage().toCompletableFuture().join();
  }
}
