package io.heji.agent.source;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A column of a table of the mapping, {@code alias.column}. Both are quoted where SQL is made, so a
 * name can be any but never anything else than a name.
 */
record ColumnRef(String alias, String column) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62})\\.(.{1,63})");
  static final int NAME_MAX = 128;

  /** Reads {@code alias.column}; nothing where it is written otherwise. */
  static Optional<ColumnRef> parse(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches() && isName(text)
        ? Optional.of(new ColumnRef(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether a text can be quoted as an identifier: PostgreSQL has none that is empty. */
  static boolean isName(String text) {
    return !text.isEmpty() && text.length() <= NAME_MAX && text.indexOf('\0') < 0;
  }

  String sql() {
    return quoted(alias) + "." + quoted(column);
  }

  /**
   * A quoted identifier (PostgreSQL manual, section 4.1.1): every quote in it doubled, so that it
   * cannot end early.
   */
  static String quoted(String identifier) {
    if (!isName(identifier)) {
      throw new IllegalArgumentException("bug: an identifier that the mapping should have refused");
    }
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
