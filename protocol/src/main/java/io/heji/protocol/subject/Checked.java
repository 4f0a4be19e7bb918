package io.heji.protocol.subject;

/** What the checks of one scheme gave for a cleaned number. */
sealed interface Checked {
  /** The canonical form. */
  record Canonical(String text) implements Checked {
    @Override
    public String toString() {
      return "Canonical"; // Never the number, not even in a debugger's log.
    }
  }

  /** The first check that failed. */
  record Failed(SubjectRefusal reason) implements Checked {}

  /** True if every character of a text that is not empty lies in the alphabet. */
  static boolean hasOnly(String text, String alphabet) {
    return text.chars().allMatch(character -> alphabet.indexOf(character) >= 0);
  }

  /** True if a text that is not empty is one character again and again. */
  static boolean isOneCharacterRepeated(String text) {
    return text.chars().allMatch(character -> character == text.charAt(0));
  }
}
