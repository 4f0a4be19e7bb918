package io.heji.sandbox.checker;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the numbers of a day, so that the databases are read once for many questions. */
final class DailyBooks implements BookSource {
  private final List<PlatformBook> platforms;
  private final InstantSource clock;
  private @Nullable BookTotals kept;

  DailyBooks(List<PlatformBook> platforms, InstantSource clock) {
    this.platforms = List.copyOf(platforms);
    this.clock = clock;
  }

  @Override
  public BookTotals today() throws SQLException {
    BookTotals books = kept;
    if (books == null || !books.day().equals(BookTotals.today(clock))) {
      books = BookTotals.read(platforms, clock);
      kept = books;
    }
    return books;
  }
}
