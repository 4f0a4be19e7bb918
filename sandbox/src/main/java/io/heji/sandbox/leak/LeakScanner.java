package io.heji.sandbox.leak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Searches bytes for planted values, all forms of all of them in one pass. Reads input of any size
 * in pieces of bounded size.
 */
public final class LeakScanner {
  private static final int PIECE_BYTES = 4 << 20;
  private static final int PAIRS = 1 << 16;

  private final Form[][] byPair = new Form[PAIRS][];
  private final int forms;
  private final int longest;

  public LeakScanner(Collection<PlantedValue> values) {
    Map<Integer, List<Form>> sorted = new HashMap<>();
    int count = 0;
    int max = 1;
    for (PlantedValue value : values) {
      for (Map.Entry<String, byte[]> spelt : value.forms().entrySet()) {
        Form form = new Form(value.name(), spelt.getKey(), spelt.getValue());
        sorted.computeIfAbsent(form.pair(), _ -> new ArrayList<>()).add(form);
        max = Math.max(max, form.bytes.length);
        count++;
      }
    }
    sorted.forEach((pair, list) -> byPair[pair] = list.toArray(Form[]::new));
    forms = count;
    longest = max;
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

  /** In how many forms it searches. */
  public int forms() {
    return forms;
  }

  /** A search of one place, which may be made of many pieces. Used by one thread. */
  public Search in(String place) {
    return new Search(place);
  }

  /** What was found so far in one place, and how much of it was read. */
  public final class Search {
    private final String place;
    private final Set<Leak> found = new TreeSet<>();
    private long bytes;

    private Search(String place) {
      this.place = place;
    }

    public Set<Leak> found() {
      return found;
    }

    public long bytes() {
      return bytes;
    }

    /** Searches a file: a log, a capture, a heap dump. */
    public void file(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        stream(in);
      }
    }

    /** Searches a text, such as an HTTP answer. */
    public void text(String text) {
      bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public void bytes(byte[] content) {
      try {
        stream(new ByteArrayInputStream(content));
      } catch (IOException impossible) {
        throw new IllegalStateException("bug: bytes in memory are read", impossible);
      }
    }

    private void stream(InputStream in) throws IOException {
      byte[] buffer = new byte[(int) Math.min(PIECE_BYTES, Math.max(in.available(), 1L)) + longest];
      int kept = 0;
      for (int read = in.readNBytes(buffer, 0, buffer.length);
          read > 0;
          read = in.readNBytes(buffer, kept, buffer.length - kept)) {
        bytes += read;
        int length = kept + read;
        scan(buffer, length);
        // Pieces overlap by the longest form, so that nothing hides on a border.
        kept = Math.min(length, longest - 1);
        System.arraycopy(buffer, length - kept, buffer, 0, kept);
      }
    }

    private void scan(byte[] buffer, int length) {
      for (int end = 1; end < length; end++) {
        int pair = (buffer[end - 1] & 0xFF) << Byte.SIZE | (buffer[end] & 0xFF);
        Form[] candidates = byPair[pair];
        if (candidates != null) {
          for (Form form : candidates) {
            if (form.isAround(buffer, end - 1, length)) {
              found.add(new Leak(place, form.value, form.name));
            }
          }
        }
      }
    }
  }

  /**
   * One form of one value. It is looked at where two of its bytes are that are seldom elsewhere.
   */
  private static final class Form {
    private final String value;
    private final String name;
    private final byte[] bytes;
    private final int anchor;

    Form(String value, String name, byte[] bytes) {
      this.value = value;
      this.name = name;
      this.bytes = bytes;
      this.anchor = anchor(bytes);
    }

    /** The first two bytes that are not zero: heaps are full of zeros. */
    private static int anchor(byte[] bytes) {
      for (int i = 0; i + 1 < bytes.length; i++) {
        if (bytes[i] != 0 && bytes[i + 1] != 0) {
          return i;
        }
      }
      return 0;
    }

    int pair() {
      return (bytes[anchor] & 0xFF) << Byte.SIZE | (bytes[anchor + 1] & 0xFF);
    }

    boolean isAround(byte[] buffer, int position, int length) {
      int from = position - anchor;
      int to = from + bytes.length;
      return from >= 0 && to <= length && Arrays.equals(buffer, from, to, bytes, 0, bytes.length);
    }
  }
}
