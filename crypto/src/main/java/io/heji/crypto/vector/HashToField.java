package io.heji.crypto.vector;

import io.heji.crypto.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * hash_to_field of RFC 9380 section 5.2 with expand_message_xmd (section 5.3.1), SHA-256, L = 48
 * and two elements a message, as P256_XMD:SHA-256_SSWU_RO_ wants it (section 8.2).
 */
final class HashToField {
  /** Bytes of one element before reduction. */
  private static final int L = 48;

  private static final int HASH_BYTES = 32;
  private static final int SHA_BLOCK_BYTES = 64;
  private static final int EXPANDED_BYTES = 2 * L;
  private static final int DST_MAX = 255;

  /** Bits that go into the low part: whole limbs, less than p. */
  private static final int LOW_BITS = 8 * Lanes.LIMB_BITS;

  private static final int WORDS = L / Long.BYTES;

  /** Brings the low part into Montgomery form, and the high part times 2^232. */
  private static final Lanes LOW = Curve.INTO_MONTGOMERY;

  private static final Lanes HIGH =
      Field29.constant(1, Field29.R.shiftLeft(LOW_BITS).mod(Field29.P));

  private final MessageDigest sha = Sha256.newDigest();
  private final byte[] tag;
  private final byte[] first = new byte[HASH_BYTES];
  private final byte[] mixed = new byte[HASH_BYTES];
  private final byte[] expanded = new byte[EXPANDED_BYTES];

  /** Takes a domain separation tag of at most 255 bytes. */
  HashToField(byte[] domainSeparationTag) {
    if (domainSeparationTag.length == 0 || domainSeparationTag.length > DST_MAX) {
      throw new IllegalArgumentException("a tag has 1 to " + DST_MAX + " bytes");
    }
    // DST_prime
    this.tag = Arrays.copyOf(domainSeparationTag, domainSeparationTag.length + 1);
    tag[domainSeparationTag.length] = (byte) domainSeparationTag.length;
  }

  /** u[0] and u[1] of each message; the lanes that are left over repeat the last message. */
  void hash(byte[][] messages, int from, int count, Lanes u0, Lanes u1) {
    Lanes high0 = Lanes.ofGroups(u0.groups());
    Lanes high1 = Lanes.ofGroups(u1.groups());
    for (int i = 0; i < u0.size(); i++) {
      if (i < count) {
        expand(messages[from + i]);
      }
      split(expanded, 0, i, u0, high0);
      split(expanded, L, i, u1, high1);
    }
    reduce(u0, high0);
    reduce(u1, high1);
    Arrays.fill(expanded, (byte) 0);
    Arrays.fill(first, (byte) 0);
    Arrays.fill(mixed, (byte) 0);
  }

  /** expand_message_xmd to 96 bytes, which are three blocks. */
  private void expand(byte[] message) {
    try {
      sha.update(new byte[SHA_BLOCK_BYTES]);
      sha.update(message);
      sha.update((byte) 0);
      sha.update((byte) EXPANDED_BYTES);
      sha.update((byte) 0);
      sha.update(tag);
      sha.digest(first, 0, HASH_BYTES);
      Arrays.fill(mixed, (byte) 0);
      for (int block = 0; block < EXPANDED_BYTES / HASH_BYTES; block++) {
        for (int i = 0; i < HASH_BYTES; i++) {
          mixed[i] = (byte) (first[i] ^ mixed[i]);
        }
        sha.update(mixed);
        sha.update((byte) (block + 1));
        sha.update(tag);
        sha.digest(mixed, 0, HASH_BYTES);
        System.arraycopy(mixed, 0, expanded, block * HASH_BYTES, HASH_BYTES);
      }
    } catch (DigestException impossible) {
      // Safe: the arrays have room.
      throw new IllegalStateException(impossible);
    }
  }

  private static void split(byte[] bytes, int offset, int element, Lanes low, Lanes high) {
    long[] words = Lanes.words(bytes, offset, WORDS);
    int at = Lanes.index(element);
    for (int limb = 0; limb < Lanes.LIMBS; limb++) {
      int place = at + limb * Lanes.WIDTH;
      boolean whole = limb * Lanes.LIMB_BITS < LOW_BITS;
      low.limbs[place] = whole ? Lanes.bits(words, limb * Lanes.LIMB_BITS) : 0;
      high.limbs[place] = Lanes.bits(words, LOW_BITS + limb * Lanes.LIMB_BITS);
    }
    Arrays.fill(words, 0);
  }

  /** u = low + high·2^232 in Montgomery form, limbs up to 2, value up to 2.1. */
  private static void reduce(Lanes low, Lanes high) {
    Field29.mulByConstant(low, low, LOW);
    Field29.mulByConstant(high, high, HIGH);
    Field29.add(low, low, high);
    Field29.mulByConstant(low, low, Curve.ONE);
    high.wipe();
  }
}
