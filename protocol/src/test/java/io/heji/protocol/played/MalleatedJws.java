package io.heji.protocol.played;

import io.heji.crypto.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What somebody without the key can make of a signed message's signature. */
public final class MalleatedJws {
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final int HALF = 32;

  private MalleatedJws() {}

  /** With n − s in place of s, which verifies as well. */
  public static String otherS(String jws) {
    byte[] signature = signature(jws);
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, HALF, 2 * HALF));
    byte[] other = P256_ORDER.subtract(s).toByteArray();
    Arrays.fill(signature, HALF, 2 * HALF, (byte) 0);
    int length = Math.min(HALF, other.length);
    System.arraycopy(other, other.length - length, signature, 2 * HALF - length, length);
    return with(jws, Bytes.copyOf(signature).base64Url());
  }

  /** The same signature in every other spelling that a lenient reader might take. */
  public static List<String> otherSpellings(String jws) {
    String spelt = jws.substring(jws.lastIndexOf('.') + 1);
    // 64 bytes end in a character of which only the upper two bits count.
    char last = spelt.charAt(spelt.length() - 1);
    String surplusBits = spelt.substring(0, spelt.length() - 1) + (char) (last + 1);
    byte[] raw = signature(jws);
    Bytes zero = Bytes.of((byte) 0);
    return List.of(
        with(jws, surplusBits),
        with(jws, spelt + "=="),
        with(jws, spelt + "\n"),
        with(jws, spelt + "."),
        with(jws, der(raw).base64Url()),
        with(jws, Bytes.concat(Bytes.copyOf(raw), zero).base64Url()),
        with(jws, Bytes.concat(zero, Bytes.copyOf(raw)).base64Url()),
        " " + jws);
  }

  /** As ASN.1 has it (RFC 3279 section 2.2.3). */
  private static Bytes der(byte[] raw) {
    Bytes r = derInteger(Arrays.copyOf(raw, HALF));
    Bytes s = derInteger(Arrays.copyOfRange(raw, HALF, 2 * HALF));
    return Bytes.concat(Bytes.of((byte) 0x30, (byte) (r.size() + s.size())), r, s);
  }

  private static Bytes derInteger(byte[] magnitude) {
    byte[] minimal = new BigInteger(1, magnitude).toByteArray();
    return Bytes.concat(Bytes.of((byte) 0x02, (byte) minimal.length), Bytes.copyOf(minimal));
  }

  private static byte[] signature(String jws) {
    return Base64.getUrlDecoder().decode(jws.substring(jws.lastIndexOf('.') + 1));
  }

  private static String with(String jws, String signature) {
    return jws.substring(0, jws.lastIndexOf('.') + 1) + signature;
  }
}
