package io.heji.sandbox.leak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.sandbox.leak.LeakScanner.Leak;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What a hunt found. It names values and never repeats one. */
public record LeakReport(List<Searched> places) {
  private static final String ROW = "  %-42s %7s %16s  %s";

  /**
   * One place.
   *
   * @param role whose
   * @param kind which
   * @param values how many values were searched
   * @param forms in how many forms together
   * @param bytes how much was read
   * @param failure why it does not count as read; empty where it does
   * @param leaks what was there
   */
  public record Searched(
      String role,
      String kind,
      int values,
      int forms,
      long bytes,
      String failure,
      Set<Leak> leaks) {
    public Searched {
      leaks = Set.copyOf(leaks);
    }

    public String name() {
      return role + " " + kind;
    }

    /** Whether it was read. */
    public boolean isRead() {
      return failure.isEmpty();
    }

    public boolean isClean() {
      return isRead() && leaks.isEmpty();
    }

    /** As a row of the table. */
    public String row() {
      return String.format(
          Locale.ROOT,
          ROW,
          name(),
          String.format(Locale.ROOT, "%,d", forms),
          String.format(Locale.ROOT, "%,d", bytes),
          isRead() ? leaks.isEmpty() ? "–" : leaks.size() + " ✗" : "not read ✗ (" + failure + ")");
    }
  }

  public LeakReport {
    places = List.copyOf(places);
  }

  /** Above the rows. */
  public static String head() {
    return String.format(Locale.ROOT, ROW, "place", "forms", "bytes read", "leaks");
  }

  /** Whether every place was read and held nothing that it may not. */
  public boolean isClean() {
    return places.stream().allMatch(Searched::isClean);
  }

  /** All of all places. */
  public Set<Leak> leaks() {
    Set<Leak> all = new TreeSet<>();
    places.forEach(place -> all.addAll(place.leaks()));
    return all;
  }

  /** What did not count as read, and why. */
  public List<String> unread() {
    return places.stream()
        .filter(place -> !place.isRead())
        .map(place -> place.name() + ": " + place.failure())
        .toList();
  }

  /** Each leak, and how it ended. */
  public void summary(Consumer<String> line) {
    leaks()
        .forEach(
            leak ->
                line.accept("    ✗ " + leak.place() + ": " + leak.value() + ", " + leak.form()));
    long bytes = places.stream().mapToLong(Searched::bytes).sum();
    line.accept(
        String.format(
            Locale.ROOT,
            "  %d places, %,d bytes read: %s",
            places.size(),
            bytes,
            isClean()
                ? "nobody holds what they may not know"
                : leaks().size() + " leaks, " + unread().size() + " places not read"));
  }

  /** As one object, for programs. */
  public ObjectNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("clean", isClean());
    ArrayNode list = json.putArray("places");
    for (Searched place : places) {
      ObjectNode one = list.addObject();
      one.put("role", place.role()).put("kind", place.kind());
      one.put("values", place.values()).put("forms", place.forms()).put("bytes", place.bytes());
      one.put("read", place.isRead());
      if (!place.isRead()) {
        one.put("failure", place.failure());
      }
      ArrayNode leaks = one.putArray("leaks");
      new TreeSet<>(place.leaks())
          .forEach(leak -> leaks.addObject().put("value", leak.value()).put("form", leak.form()));
    }
    return json;
  }
}
