package io.heji.agent.source;

import java.util.regex.Pattern;

/**
 * A column of a table of the mapping, {@code alias.column}. Both are quoted where SQL is made, so a
 * name can be any but never anything else than a name.
 */
record ColumnRef(String alias, String column) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62})\\.(.{1,63})");

  /** Reads {@code alias.column}. */
  static ColumnRef parse(String text) throws MappingException {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new MappingException("a column is written `alias.column`");
    }
    return new ColumnRef(matcher.group(1), matcher.group(2));
  }

  String sql() {
    return quoted(alias) + "." + quoted(column);
  }

  /**
   * A quoted identifier (PostgreSQL manual, section 4.1.1): every quote in it doubled, so that it
   * cannot end early.
   */
  static String quoted(String identifier) {
    if (identifier.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an identifier cannot hold a zero character");
    }
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
