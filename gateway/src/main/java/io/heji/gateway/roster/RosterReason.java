package io.heji.gateway.roster;

import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Why a roster changes, for people, such as {@code away: a, b; joined: c}: as many ids as a
 * roster's reason has room for, and how many more there are.
 */
final class RosterReason {
  private final Map<String, SortedSet<PartyId>> platforms = new LinkedHashMap<>();

  /** These platforms are the reason; none are no reason. */
  void add(String what, Collection<PartyId> which) {
    if (!which.isEmpty()) {
      platforms.put(what, new TreeSet<>(which));
    }
  }

  String text() {
    int most = platforms.values().stream().mapToInt(SortedSet::size).max().orElse(0);
    String text = text(most);
    // Ends: without ids four reasons are shorter than the limit.
    for (int shown = most - 1; text.length() > Limits.NAME_LENGTH_MAX && shown >= 0; shown--) {
      text = text(shown);
    }
    return text;
  }

  private String text(int shown) {
    return platforms.entrySet().stream()
        .map(reason -> reason.getKey() + ": " + ids(reason.getValue(), shown))
        .collect(Collectors.joining("; "));
  }

  private static String ids(SortedSet<PartyId> which, int shown) {
    String first =
        which.stream().limit(shown).map(PartyId::value).collect(Collectors.joining(", "));
    int more = which.size() - shown;
    if (more <= 0) {
      return first;
    }
    return first.isEmpty() ? more + " platforms" : first + " and " + more + " more";
  }
}
