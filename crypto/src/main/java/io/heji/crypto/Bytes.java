package io.heji.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An immutable string of public bytes, compared by content. Ordered bytewise, unsigned. {@link
 * #toString()} is hex, so it must never hold a secret, a token or an identity: those are {@link
 * SecretBytes}.
 */
public final class Bytes implements Comparable<Bytes> {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder FROM_BASE64_URL = Base64.getUrlDecoder();

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** The given bytes. */
  public static Bytes of(byte... bytes) {
    return new Bytes(bytes.clone());
  }

  /** A copy of the given array. */
  public static Bytes copyOf(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** Lower- or upper-case hex; anything else is an {@link IllegalArgumentException}. */
  public static Bytes fromHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /**
   * Base64url without padding (RFC 4648 section 5), canonical only: there is one text for each byte
   * string, so that a value cannot be sent twice under two spellings.
   *
   * @throws IllegalArgumentException for padding, foreign characters or stray bits in the last
   *     character
   */
  public static Bytes fromBase64Url(String text) {
    byte[] decoded = FROM_BASE64_URL.decode(text);
    if (!BASE64_URL.encodeToString(decoded).equals(text)) {
      throw new IllegalArgumentException("not canonical base64url without padding");
    }
    return new Bytes(decoded);
  }

  /** The characters as ASCII; a character above 0x7F is an {@link IllegalArgumentException}. */
  public static Bytes ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        throw new IllegalArgumentException("not ASCII at position " + i);
      }
    }
    return new Bytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The characters as UTF-8. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All parts, one after the other. */
  public static Bytes concat(Bytes... parts) {
    int size = 0;
    for (Bytes part : parts) {
      size = Math.addExact(size, part.size());
    }
    byte[] joined = new byte[size];
    int at = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.content, 0, joined, at, part.size());
      at += part.size();
    }
    return new Bytes(joined);
  }

  /** A copy of the content. */
  public byte[] toByteArray() {
    return content.clone();
  }

  public int size() {
    return content.length;
  }

  public byte byteAt(int index) {
    return content[index];
  }

  /** Bytes {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    if (from < 0 || to > content.length || from > to) {
      throw new IndexOutOfBoundsException(
          "slice " + from + " to " + to + " of " + content.length + " bytes");
    }
    return new Bytes(Arrays.copyOfRange(content, from, to));
  }

  /** Lower-case hex. */
  public String hex() {
    return HexFormat.of().formatHex(content);
  }

  /** Base64url without padding. */
  public String base64Url() {
    return BASE64_URL.encodeToString(content);
  }

  /** The content read as UTF-8. */
  public String asUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return hex();
  }
}
