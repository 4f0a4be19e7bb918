package io.heji.sandbox.checker;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** Where the checker gets the numbers of the day on which it asks. */
public interface BookSource {
  /** Today's numbers; the same instance until the day changes. */
  BookTotals today() throws SQLException;

  /** Reads the platforms' databases, again when another day has begun. Used by one thread. */
  static BookSource reading(List<PlatformBook> platforms, InstantSource clock) {
    return new DailyBooks(platforms, clock);
  }
}
