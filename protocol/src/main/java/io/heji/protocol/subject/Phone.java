package io.heji.protocol.subject;

/** Checks of {@code phone}: E.164 with its plus sign; the country is never guessed. */
final class Phone {
  private static final String DIGITS = "0123456789";
  private static final int DIGITS_MIN = 7;
  private static final int DIGITS_MAX = 15;

  /** China: after 86 no trunk prefix, and 861 with 3 to 9 begins a mobile number of 11 digits. */
  private static final String CHINA = "86";

  private static final int CHINA_MOBILE_DIGITS = 13;

  private Phone() {}

  static Checked check(String cleaned) {
    if (!cleaned.startsWith("+")) {
      return new Checked.Failed(SubjectRefusal.NO_PLUS);
    }
    String digits = cleaned.substring(1);
    if (digits.isEmpty() || !Checked.hasOnly(digits, DIGITS)) {
      return new Checked.Failed(SubjectRefusal.CHARACTER);
    }
    if (digits.length() < DIGITS_MIN || digits.length() > DIGITS_MAX) {
      return new Checked.Failed(SubjectRefusal.LENGTH);
    }
    if (digits.charAt(0) == '0') {
      return new Checked.Failed(SubjectRefusal.COUNTRY);
    }
    if (Checked.isOneCharacterRepeated(digits)) {
      return new Checked.Failed(SubjectRefusal.PLACEHOLDER);
    }
    if (digits.startsWith(CHINA) && digits.charAt(CHINA.length()) == '0') {
      return new Checked.Failed(SubjectRefusal.TRUNK_PREFIX);
    }
    if (isChineseMobile(digits) && digits.length() != CHINA_MOBILE_DIGITS) {
      return new Checked.Failed(SubjectRefusal.LENGTH);
    }
    return new Checked.Canonical(cleaned);
  }

  private static boolean isChineseMobile(String digits) {
    char third = digits.charAt(CHINA.length() + 1);
    return digits.startsWith(CHINA)
        && digits.charAt(CHINA.length()) == '1'
        && third >= '3'
        && third <= '9';
  }
}
