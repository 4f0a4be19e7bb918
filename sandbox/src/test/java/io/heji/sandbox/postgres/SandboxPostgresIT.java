package io.heji.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Randomness;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxPostgresIT {
  @TempDir Path folder;

  @Test
  void aServerThatWasKilledGoesOnWithItsDataOnItsPort() throws Exception {
    try (SandboxPostgres server =
        SandboxPostgres.start(
            folder, folder.resolve("log"), false, Randomness.of(new SecureRandom()))) {
      DatabaseAccess access = server.create("book");
      ProcessHandle first = server.process();
      try (Connection open = access.connect();
          Statement statement = open.createStatement()) {
        statement.execute("create table kept as select 7 as number");

        server.kill();

        assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
      }
      assertThat(first.isAlive()).isFalse();
      assertThatThrownBy(access::connect).isInstanceOf(SQLException.class);

      server.restart();

      assertThat(server.process()).isNotEqualTo(first);
      try (Connection again = access.connect();
          Statement statement = again.createStatement();
          ResultSet rows = statement.executeQuery("select number from kept")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(7);
      }
    }
  }
}
