package io.heji.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the reference pages of this repository, for the tests that compare them with the code. */
public final class DocsPages {
  /** The reference pages; tests run in the module's folder. */
  public static final Path REFERENCE = Path.of("..", "docs", "reference");

  private DocsPages() {}

  /** The text of a page. */
  public static String page(String name) throws IOException {
    return Files.readString(REFERENCE.resolve(name));
  }

  /** The cells of every table row that begins with a name in backticks, the backticks taken off. */
  public static List<List<String>> namedRows(String page) {
    List<List<String>> rows = new ArrayList<>();
    Matcher row = Pattern.compile("(?m)^\\| \\[?`([^`]+)`[^|]*\\|(.*)\\|$").matcher(page);
    while (row.find()) {
      List<String> cells = new ArrayList<>(List.of(row.group(1)));
      for (String cell : Pattern.compile("\\|").splitAsStream(row.group(2)).toList()) {
        cells.add(cell.strip());
      }
      rows.add(cells);
    }
    return rows;
  }

  /** What stands between a heading and the next one of the same level. */
  public static String section(String page, String heading) {
    int from = page.indexOf("\n" + heading + "\n");
    if (from < 0) {
      throw new IllegalArgumentException("no heading `" + heading + "`");
    }
    int to = page.indexOf("\n## ", from + heading.length());
    return page.substring(from, to < 0 ? page.length() : to);
  }
}
