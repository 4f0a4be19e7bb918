package io.heji.protocol.subject;

/** The check that an identity number failed (protocol §3); says nothing of the number itself. */
public enum SubjectRefusal {
  /** The scheme's name is not one of the closed list. */
  SCHEME("scheme", "the identity scheme is not one of the known names"),
  /** Longer or shorter than the scheme allows. */
  LENGTH("length", "the identity number is too long or too short"),
  /** Nothing is left after separators are taken out. */
  EMPTY("empty", "the identity number is empty"),
  /** A character that the scheme does not have, or not in that place. */
  CHARACTER("character", "the identity number holds a character that cannot stand there"),
  /** One character repeated: what people type to get past a form. */
  PLACEHOLDER("placeholder", "the identity number is one character repeated"),
  /** No region begins like this. */
  REGION("region", "the identity number's region code cannot be"),
  /** A 15-digit number of a person born before 1900, whose century cannot be told. */
  LEGACY_CENTURY("legacy-century", "the 15-digit number does not tell its century"),
  /** The birth date is not a date from 1800 to 2099. */
  BIRTH_DATE("birth-date", "the birth date in the identity number is not a date"),
  /** The check character is not the one that the others give. */
  CHECK("check", "the identity number's check character is wrong"),
  /** The country is not a code of ISO 3166-1 alpha-3, or a telephone country code begins with 0. */
  COUNTRY("country", "the country code is not a country's"),
  /** A telephone number without its plus sign: the country is never guessed. */
  NO_PLUS("no-plus", "the telephone number does not begin with + and its country"),
  /** A Chinese telephone number that still carries the trunk prefix 0. */
  TRUNK_PREFIX("trunk-prefix", "the telephone number carries a trunk prefix after its country");

  private final String wireName;
  private final String sentence;

  SubjectRefusal(String wireName, String sentence) {
    this.wireName = wireName;
    this.sentence = sentence;
  }

  /** The reason's name in vectors and data-quality reports. */
  public String wireName() {
    return wireName;
  }

  /** What to tell the person who typed the number; never repeats the number. */
  public String sentence() {
    return sentence;
  }
}
