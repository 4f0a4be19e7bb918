package io.heji.agent.source;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements on the platform's own tables with a role that can only read. */
interface PlatformTables {
  /** A statement and its parameter. */
  record Request(String sql, List<@Nullable Object> parameters) {}

  /**
   * A row of these persons makes a statement fail: a cast, a division, an overflow in the
   * platform's own expressions.
   */
  final class UnreadableRowsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRowsException() {
      super("a row cannot be read");
    }
  }

  /**
   * Runs all statements in one read-only snapshot, in this order, with dates printed in this time
   * zone.
   *
   * @return the rows of each
   * @throws UnreadableRowsException when it is the rows that cannot be read, not the database
   */
  List<List<List<@Nullable String>>> inOneSnapshot(ZoneId zone, List<Request> requests);

  /** The first column of the only row. */
  default Optional<String> single(ZoneId zone, String sql) {
    List<List<@Nullable String>> rows =
        inOneSnapshot(zone, List.of(new Request(sql, List.of()))).getFirst();
    return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.getFirst().getFirst());
  }
}
