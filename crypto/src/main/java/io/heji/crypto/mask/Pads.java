package io.heji.crypto.mask;

import io.heji.crypto.Bytes;
import io.heji.crypto.HkdfSha256;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.SecretBytes;

/**
 * Pads: what keeps a sealed total from the gateway. A member adds its pads to sealed values and
 * their tags; the bank takes all members' off.
 */
public final class Pads {
  /** Bytes of a pad seed. */
  public static final int SEED_BYTES = 32;

  /** protocol section 6, pad. */
  private static final String LABEL = "heji/1/pad";

  private Pads() {}

  /** The pads of one member under one query, read at the lane they are added to. */
  public static LaneStream of(SecretBytes padSeed, Bytes queryHash, String memberId) {
    Bytes info =
        Bytes.concat(LengthPrefixed.ofAscii(LABEL), queryHash, LengthPrefixed.ofAscii(memberId));
    return LaneStream.of(HkdfSha256.derive(padSeed, info, LaneStream.KEY_BYTES));
  }
}
