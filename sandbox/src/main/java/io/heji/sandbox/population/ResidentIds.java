package io.heji.sandbox.population;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Made-up resident identity numbers with a real birth date and the right check character (GB
 * 11643-1999, ISO 7064 MOD 11-2). No two the same.
 */
final class ResidentIds {
  private static final List<String> REGIONS =
      List.of("110101", "310104", "320102", "330106", "440305", "510104", "420106", "610113");
  private static final String OTHER_REGION = "370102";
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECK = "10X98765432";
  private static final DateTimeFormatter BIRTH =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final LocalDate OLDEST = LocalDate.of(1950, 1, 1);
  private static final int DAYS = 56 * 365;

  /** Sequence codes 996 to 999 once meant people of over a hundred; they have no 15-digit form. */
  private static final int SEQUENCE_END = 996;

  private final RandomGenerator random;
  private final Set<String> given = new HashSet<>();

  ResidentIds(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    String id;
    do {
      String region = REGIONS.get(random.nextInt(REGIONS.size()));
      String birth = BIRTH.format(OLDEST.plusDays(random.nextInt(DAYS)));
      String sequence = String.format(Locale.ROOT, "%03d", random.nextInt(1, SEQUENCE_END));
      String digits = region + birth + sequence;
      id = digits + check(digits);
    } while (!given.add(id));
    return id;
  }

  /** A number of a region that no borrower is of; another one for each place. */
  static String ofAnotherRegion(int place) {
    int sequences = SEQUENCE_END - 1;
    String birth = BIRTH.format(OLDEST.plusDays(place / sequences));
    String digits =
        OTHER_REGION + birth + String.format(Locale.ROOT, "%03d", 1 + place % sequences);
    return digits + check(digits);
  }

  private static char check(String digits) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += (digits.charAt(i) - '0') * WEIGHTS[i];
    }
    return CHECK.charAt(sum % CHECK.length());
  }

  /**
   * The 15-digit form of before 1999, which people born in the twentieth century still have on old
   * records.
   */
  static String legacy(String id) {
    return id.substring(0, 6) + id.substring(8, 17);
  }

  static boolean hasLegacyForm(String id) {
    return id.startsWith("19", 6);
  }
}
