package io.heji.agent.played;

import io.heji.store.played.PlayedDatabase;
import java.io.IOException;
import org.flywaydb.core.Flyway;

/** A PostgreSQL of a test as an agent's database. */
public final class AgentDatabase {
  private AgentDatabase() {}

  /** One that forgets what it was told when its machine fails, with the agent's tables. */
  public static PlayedDatabase start() throws IOException {
    return migrated(PlayedDatabase.start());
  }

  /** Makes the agent's tables. */
  public static PlayedDatabase migrated(PlayedDatabase database) {
    Flyway.configure()
        .dataSource(database.dataSource())
        .locations("db/common", "db/agent")
        .load()
        .migrate();
    return database;
  }
}
