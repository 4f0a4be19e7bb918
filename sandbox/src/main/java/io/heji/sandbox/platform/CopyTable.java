package io.heji.sandbox.platform;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for one COPY in text format. The made-up values hold no tab, backslash or line feed. */
public final class CopyTable {
  private static final String NULL = "\\N";

  private final String statement;
  private final List<String> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param target table and columns, as SQL
   */
  CopyTable(String target) {
    this.statement = "copy " + target + " from stdin";
  }

  void add(@Nullable Object... values) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      row.append(i == 0 ? "" : "\t").append(values[i] == null ? NULL : values[i].toString());
    }
    rows.add(row.append('\n').toString());
  }

  String statement() {
    return statement;
  }

  List<String> rows() {
    return rows;
  }
}
