package io.heji.sandbox.leak;

import io.heji.sandbox.leak.PlantedValue.Form;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Searches places for planted values. Reads a file of any size in windows of bounded size. */
public final class LeakScanner {
  private static final int WINDOW_BYTES = 64 << 20;

  private final Map<Integer, List<Form>> byFirstTwo = new HashMap<>();
  private final BitSet firstTwo = new BitSet(1 << 16);
  private int longest;

  public LeakScanner(Collection<PlantedValue> values) {
    for (PlantedValue value : values) {
      for (Form form : value.all()) {
        int key = key(form.bytes().byteAt(0), form.bytes().byteAt(1));
        firstTwo.set(key);
        byFirstTwo.computeIfAbsent(key, _ -> new ArrayList<>()).add(form);
        longest = Math.max(longest, form.bytes().size());
      }
    }
  }

  /**
   * A value found where it may not be.
   *
   * @param place where
   * @param value what, by its name
   * @param form in which form
   */
  public record Leak(String place, String value, String form) implements Comparable<Leak> {
    @Override
    public int compareTo(Leak other) {
      return toString().compareTo(other.toString());
    }
  }

  /** Searches a file: a log, a capture, a heap dump. */
  public Set<Leak> file(String place, Path file) throws IOException {
    Set<Leak> found = new TreeSet<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      // Windows overlap by the longest form, so that nothing hides on a border.
      for (long from = 0; from < size; from += WINDOW_BYTES) {
        long length = Math.min(WINDOW_BYTES + (long) longest, size - from);
        scan(place, channel.map(MapMode.READ_ONLY, from, length), found);
      }
    }
    return found;
  }

  /** Searches a text, such as an HTTP answer. */
  public Set<Leak> text(String place, String text) {
    Set<Leak> found = new TreeSet<>();
    scan(place, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), found);
    return found;
  }

  /** Searches every row of every table of a database's {@code public} schema. */
  public Set<Leak> database(String place, Connection connection) throws SQLException {
    Set<Leak> found = new TreeSet<>();
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select quote_ident(table_name) from information_schema.tables"
                    + " where table_schema = 'public' and table_type = 'BASE TABLE'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    for (String table : tables) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("select t::text from " + table + " t")) {
        while (rows.next()) {
          found.addAll(text(place + " table " + table, rows.getString(1)));
        }
      }
    }
    return found;
  }

  private void scan(String place, ByteBuffer buffer, Set<Leak> found) {
    for (int position = 0; position + 1 < buffer.limit(); position++) {
      int key = key(buffer.get(position), buffer.get(position + 1));
      if (firstTwo.get(key)) {
        for (Form form : byFirstTwo.getOrDefault(key, List.of())) {
          if (form.isAt(buffer, position)) {
            found.add(new Leak(place, form.value(), form.name()));
          }
        }
      }
    }
  }

  private static int key(byte first, byte second) {
    return ((first & 0xFF) << 8) | (second & 0xFF);
  }
}
