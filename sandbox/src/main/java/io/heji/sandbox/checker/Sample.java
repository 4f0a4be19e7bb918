package io.heji.sandbox.checker;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom one bank asks about: people of every stratum in turn. */
final class Sample {
  private Sample() {}

  /** A person to ask about, and the stratum for which they were chosen. */
  record Person(String identity, Stratum stratum) {}

  /**
   * Chooses people, one of each stratum in turn, nobody twice.
   *
   * @param excluded the platform that is not summed for this bank, −1 for none
   */
  static List<Person> choose(
      BookTotals books, List<String> borrowers, List<String> strangers, int excluded, int count) {
    Map<Stratum, Iterator<String>> candidates = new EnumMap<>(Stratum.class);
    for (Stratum stratum : Stratum.values()) {
      List<String> pool = stratum == Stratum.UNKNOWN_EVERYWHERE ? strangers : borrowers;
      candidates.put(
          stratum,
          pool.stream()
              .filter(
                  p -> stratum.holds(numbers(books, p, excluded), isCustomerOf(books, p, excluded)))
              .iterator());
    }
    List<Person> chosen = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    boolean any = true;
    while (chosen.size() < count && any) {
      any = false;
      for (Stratum stratum : Stratum.values()) {
        if (chosen.size() < count && add(chosen, taken, stratum, candidates.get(stratum))) {
          any = true;
        }
      }
    }
    return chosen;
  }

  private static boolean add(
      List<Person> chosen,
      Set<String> taken,
      Stratum stratum,
      @Nullable Iterator<String> candidates) {
    while (candidates != null && candidates.hasNext()) {
      String identity = candidates.next();
      if (taken.add(identity)) {
        chosen.add(new Person(identity, stratum));
        return true;
      }
    }
    return false;
  }

  private static boolean isCustomerOf(BookTotals books, String identity, int platform) {
    return platform >= 0 && books.person(platform, identity) != null;
  }

  /** A person's numbers at the platforms that are summed. */
  static List<long @Nullable []> numbers(BookTotals books, String identity, int excluded) {
    List<long @Nullable []> numbers = new ArrayList<>();
    for (int platform = 0; platform < books.platforms().size(); platform++) {
      if (platform != excluded) {
        numbers.add(books.person(platform, identity));
      }
    }
    return numbers;
  }
}
