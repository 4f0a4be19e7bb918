package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import java.math.BigInteger;
import java.security.MessageDigest;

/**
 * hash_to_field of RFC 9380 section 5.2 to one number modulo the order of P-256, with
 * expand_message_xmd of section 5.3.1 on the JDK's SHA-256.
 *
 * <p>A proof takes one of these for each element of its batch, on public data.
 */
final class HashToScalar {
  /** L of RFC 9497 section 4.3. */
  static final int UNIFORM_BYTES = 48;

  /** s_in_bytes: the block of SHA-256, whose zeroes (Z_pad) come before the message. */
  private static final int BLOCK_BYTES = 64;

  private static final int DIGEST_BYTES = 32;

  /** RFC 9380 section 5.3.1 refuses more: ell above 255. */
  private static final int OUTPUT_BYTES_MAX = 255 * DIGEST_BYTES;

  /** RFC 9380 section 5.3.1 refuses longer tags; section 5.3.3 would hash them. */
  private static final int TAG_BYTES_MAX = 255;

  private HashToScalar() {}

  static Scalar of(Bytes input, Bytes domainSeparationTag) {
    byte[] uniform = expand(input, domainSeparationTag, UNIFORM_BYTES);
    return Scalar.of(new BigInteger(1, uniform));
  }

  /** expand_message_xmd: {@code length} bytes, 1 to 8,160. */
  static byte[] expand(Bytes message, Bytes domainSeparationTag, int length) {
    if (length < 1 || length > OUTPUT_BYTES_MAX || domainSeparationTag.size() > TAG_BYTES_MAX) {
      throw new IllegalArgumentException(
          "expand_message_xmd gives 1 to "
              + OUTPUT_BYTES_MAX
              + " bytes under a tag of at most "
              + TAG_BYTES_MAX);
    }
    byte[] tag = domainSeparationTag.toByteArray();
    MessageDigest digest = Sha256.newDigest();
    digest.update(new byte[BLOCK_BYTES]);
    digest.update(message.toByteArray());
    digest.update((byte) (length >>> 8));
    digest.update((byte) length);
    byte[] b0 = finish(digest, 0, tag);

    byte[] out = new byte[length];
    byte[] chained = new byte[DIGEST_BYTES];
    for (int i = 1, offset = 0; offset < length; i++, offset += DIGEST_BYTES) {
      for (int j = 0; j < DIGEST_BYTES; j++) {
        chained[j] ^= b0[j];
      }
      digest.update(chained);
      chained = finish(digest, i, tag);
      System.arraycopy(chained, 0, out, offset, Math.min(DIGEST_BYTES, length - offset));
    }
    return out;
  }

  /** Ends a block: its number, then DST_prime, the tag followed by its length. */
  private static byte[] finish(MessageDigest digest, int number, byte[] tag) {
    digest.update((byte) number);
    digest.update(tag);
    digest.update((byte) tag.length);
    return digest.digest();
  }
}
