package io.heji.crypto;

/**
 * LP(x) of the protocol: the length of x in two bytes, big-endian, then x. Without it, two fields
 * of a hash could trade bytes: {@code "ab" ‖ "c"} would hash like {@code "a" ‖ "bc"}.
 */
public final class LengthPrefixed {
  private static final int LENGTH_MAX = 0xFFFF;

  private LengthPrefixed() {}

  /** LP of the bytes; longer than 65,535 is an {@link IllegalArgumentException}. */
  public static Bytes of(Bytes value) {
    if (value.size() > LENGTH_MAX) {
      throw new IllegalArgumentException("too long to prefix: " + value.size() + " bytes");
    }
    Bytes length = Bytes.of((byte) (value.size() >>> 8), (byte) value.size());
    return Bytes.concat(length, value);
  }

  /** LP of an id, a label or a jti, which are ASCII. */
  public static Bytes ofAscii(String text) {
    return of(Bytes.ascii(text));
  }
}
