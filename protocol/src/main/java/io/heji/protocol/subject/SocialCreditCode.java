package io.heji.protocol.subject;

/**
 * Checks of {@code cn-uscc}: the unified social credit code, GB 32100-2015, 18 characters.
 *
 * <p>The inner check character of the organisation code (the 17th) is not looked at.
 */
final class SocialCreditCode {
  /** GB 32100-2015 table: 31 characters, without I O S V Z; a character's place is its value. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  private static final String DIGITS = "0123456789";
  private static final int LENGTH = 18;
  private static final int DIVISION_FROM = 2;
  private static final int DIVISION_TO = 8;

  /** GB 32100-2015: weight of place i is 3^i mod 31. */
  private static final int WEIGHT_BASE = 3;

  private SocialCreditCode() {}

  static Checked check(String cleaned) {
    if (!Checked.hasOnly(cleaned, ALPHABET)) {
      return new Checked.Failed(SubjectRefusal.CHARACTER);
    }
    if (cleaned.length() != LENGTH) {
      return new Checked.Failed(SubjectRefusal.LENGTH);
    }
    if (!Checked.hasOnly(cleaned.substring(DIVISION_FROM, DIVISION_TO), DIGITS)) {
      return new Checked.Failed(SubjectRefusal.CHARACTER);
    }
    // All zeros has a right check character, so this check must stand before it.
    if (Checked.isOneCharacterRepeated(cleaned)) {
      return new Checked.Failed(SubjectRefusal.PLACEHOLDER);
    }
    return cleaned.charAt(LENGTH - 1) == checkCharacter(cleaned)
        ? new Checked.Canonical(cleaned)
        : new Checked.Failed(SubjectRefusal.CHECK);
  }

  private static char checkCharacter(String code) {
    int modulus = ALPHABET.length();
    int weight = 1;
    int sum = 0;
    for (int i = 0; i < LENGTH - 1; i++) {
      sum += ALPHABET.indexOf(code.charAt(i)) * weight;
      weight = weight * WEIGHT_BASE % modulus;
    }
    return ALPHABET.charAt((modulus - sum % modulus) % modulus);
  }
}
