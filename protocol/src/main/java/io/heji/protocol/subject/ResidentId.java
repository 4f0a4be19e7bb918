package io.heji.protocol.subject;

import java.time.YearMonth;

/**
 * Checks of {@code cn-resident-id}: GB 11643-1999, 18 characters, or the 15 digits before it.
 *
 * <p>Division codes beyond the first digit, sequence codes and today's date are not looked at:
 * lists of them change, and two parties with different lists would refuse different people.
 */
final class ResidentId {
  private static final String DIGITS = "0123456789";
  private static final String ALPHABET = DIGITS + "X";
  private static final int LENGTH = 18;
  private static final int LEGACY_LENGTH = 15;

  /** Sequence codes kept for people born before 1900 in 15-digit numbers. */
  private static final int LEGACY_CENTURY_FIRST = 996;

  private static final int REGION_LENGTH = 6;
  private static final String LEGACY_CENTURY_PREFIX = "19";
  private static final int BIRTH_YEAR_FIRST = 1800;
  private static final int BIRTH_YEAR_LAST = 2099;
  private static final int MONTHS = 12;

  /** ISO 7064 MOD 11-2: weights 2^(17-i) mod 11 of the first 17 digits. */
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

  /** ISO 7064 MOD 11-2: check character by weighted sum mod 11. */
  private static final String CHECK_CHARACTERS = "10X98765432";

  private ResidentId() {}

  static Checked check(String cleaned) {
    if (!Checked.hasOnly(cleaned, ALPHABET)) {
      return new Checked.Failed(SubjectRefusal.CHARACTER);
    }
    if (cleaned.length() != LENGTH && cleaned.length() != LEGACY_LENGTH) {
      return new Checked.Failed(SubjectRefusal.LENGTH);
    }
    int unlike = cleaned.indexOf('X');
    if (unlike >= 0 && unlike != LENGTH - 1) {
      return new Checked.Failed(SubjectRefusal.CHARACTER);
    }
    if (Checked.isOneCharacterRepeated(cleaned)) {
      return new Checked.Failed(SubjectRefusal.PLACEHOLDER);
    }
    if (cleaned.charAt(0) == '0') {
      return new Checked.Failed(SubjectRefusal.REGION);
    }
    return cleaned.length() == LEGACY_LENGTH ? checkLegacy(cleaned) : checkDateAndCheck(cleaned);
  }

  private static Checked checkLegacy(String cleaned) {
    int sequence = Integer.parseInt(cleaned, LEGACY_LENGTH - 3, LEGACY_LENGTH, 10);
    if (sequence >= LEGACY_CENTURY_FIRST) {
      return new Checked.Failed(SubjectRefusal.LEGACY_CENTURY);
    }
    String upgraded =
        cleaned.substring(0, REGION_LENGTH)
            + LEGACY_CENTURY_PREFIX
            + cleaned.substring(REGION_LENGTH);
    return checkDateAndCheck(upgraded + checkCharacter(upgraded));
  }

  private static Checked checkDateAndCheck(String number) {
    if (!holdsBirthDate(number)) {
      return new Checked.Failed(SubjectRefusal.BIRTH_DATE);
    }
    return number.charAt(LENGTH - 1) == checkCharacter(number)
        ? new Checked.Canonical(number)
        : new Checked.Failed(SubjectRefusal.CHECK);
  }

  private static boolean holdsBirthDate(String number) {
    int year = Integer.parseInt(number, 6, 10, 10);
    int month = Integer.parseInt(number, 10, 12, 10);
    int day = Integer.parseInt(number, 12, 14, 10);
    return year >= BIRTH_YEAR_FIRST
        && year <= BIRTH_YEAR_LAST
        && month >= 1
        && month <= MONTHS
        && YearMonth.of(year, month).isValidDay(day);
  }

  private static char checkCharacter(String number) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += (number.charAt(i) - '0') * WEIGHTS[i];
    }
    return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length());
  }
}
