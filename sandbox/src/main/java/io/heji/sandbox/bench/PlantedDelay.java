package io.heji.sandbox.bench;

import io.heji.sandbox.federation.RunningFederation.PlatformBooks;
import io.heji.sandbox.federation.StepTimer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Makes a platform's database slower for each customer that is looked up, and for nobody else: a
 * view that sleeps takes the place of the table of customers. The agent's program stays as it is.
 */
final class PlantedDelay {
  private static final int READINGS = 200;
  private static final double NANOS_PER_MICRO = 1_000;

  private PlantedDelay() {}

  /** What reading one customer costs, the mean over all platforms, in microseconds. */
  static double readingMicros(List<PlatformBooks> platforms) throws SQLException {
    long nanos = 0;
    for (PlatformBooks books : platforms) {
      try (Connection connection = books.reader().connect();
          Statement statement = connection.createStatement()) {
        StepTimer timer = new StepTimer(System::nanoTime);
        for (int i = 0; i < READINGS; i++) {
          statement.execute("select * from " + books.schema().customers() + " limit 1");
        }
        nanos += timer.lap().toNanos();
      }
    }
    return nanos / (NANOS_PER_MICRO * READINGS * platforms.size());
  }

  static void plant(PlatformBooks books, double seconds) throws SQLException {
    String table = books.schema().customers();
    try (Connection connection = books.owner().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "create function planted_delay() returns boolean language plpgsql volatile cost 100000 as $$ begin perform pg_sleep("
              + seconds
              + "); return true; end $$");
      statement.execute("alter table " + table + " rename to customers_without_delay");
      statement.execute(
          "create view "
              + table
              + " as select * from customers_without_delay where planted_delay()");
      connection.commit();
    }
  }
}
