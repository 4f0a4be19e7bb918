package io.heji.protocol.subject;

import io.heji.protocol.Limits;
import java.util.Optional;

/**
 * Turns identity numbers as typed or stored into subjects.
 *
 * <p>Cleaning, the same for all schemes (protocol §3): at most 64 code points; full-width ASCII and
 * the ideographic space become ASCII, no other Unicode folding; spaces and hyphens go (in a
 * telephone number also parentheses and full stops); a to z become A to Z. Then the scheme's own
 * checks in their fixed order; the first that fails is the reason.
 */
public final class Subjects {
  /** Stands between scheme and number; a subject splits at its first one (protocol §3). */
  static final char SEPARATOR = ':';

  // Full-width forms of ASCII stand in the same order as ASCII (Unicode block FF00).
  private static final int FULL_WIDTH_FIRST = 0xFF01;
  private static final int FULL_WIDTH_LAST = 0xFF5E;
  private static final int FULL_WIDTH_OFFSET = FULL_WIDTH_FIRST - 0x21;
  private static final int IDEOGRAPHIC_SPACE = 0x3000;

  private static final String SEPARATORS = " -";
  private static final String PHONE_SEPARATORS = " -().";

  private Subjects() {}

  /**
   * Normalises a number of the named scheme.
   *
   * @param scheme the scheme's exact name, e.g. {@code cn-resident-id}
   * @param raw the number as typed or stored
   */
  public static Normalised normalise(String scheme, String raw) {
    Optional<SubjectScheme> known = SubjectScheme.named(scheme);
    return known.isPresent() ? normalise(known.get(), raw) : refused(SubjectRefusal.SCHEME);
  }

  /** Normalises a number of a known scheme. */
  public static Normalised normalise(SubjectScheme scheme, String raw) {
    if (raw.codePointCount(0, raw.length()) > Limits.SUBJECT_RAW_LENGTH_MAX) {
      return refused(SubjectRefusal.LENGTH);
    }
    String cleaned = clean(raw, scheme == SubjectScheme.PHONE ? PHONE_SEPARATORS : SEPARATORS);
    if (cleaned.isEmpty()) {
      return refused(SubjectRefusal.EMPTY);
    }
    Checked checked =
        switch (scheme) {
          case CN_RESIDENT_ID -> ResidentId.check(cleaned);
          case CN_USCC -> SocialCreditCode.check(cleaned);
          case PASSPORT -> Passport.check(cleaned);
          case PHONE -> Phone.check(cleaned);
        };
    return switch (checked) {
      case Checked.Canonical(String canonical) ->
          new Normalised.Accepted(new Subject(scheme, canonical));
      case Checked.Failed(SubjectRefusal reason) -> refused(reason);
    };
  }

  /** Normalises {@code scheme:number}; what has no colon has no scheme. */
  public static Normalised parse(String schemeAndRaw) {
    int separator = schemeAndRaw.indexOf(SEPARATOR);
    return separator < 0
        ? refused(SubjectRefusal.SCHEME)
        : normalise(schemeAndRaw.substring(0, separator), schemeAndRaw.substring(separator + 1));
  }

  private static String clean(String raw, String separators) {
    StringBuilder cleaned = new StringBuilder(raw.length());
    raw.codePoints()
        .map(Subjects::folded)
        .filter(character -> separators.indexOf(character) < 0)
        // ASCII only: a Unicode upper case would make S of a long s and K of nothing that is K.
        .map(character -> character >= 'a' && character <= 'z' ? character - 'a' + 'A' : character)
        .forEach(cleaned::appendCodePoint);
    return cleaned.toString();
  }

  private static int folded(int character) {
    if (character == IDEOGRAPHIC_SPACE) {
      return ' ';
    }
    return character >= FULL_WIDTH_FIRST && character <= FULL_WIDTH_LAST
        ? character - FULL_WIDTH_OFFSET
        : character;
  }

  private static Normalised refused(SubjectRefusal reason) {
    return new Normalised.Refused(reason);
  }
}
