package io.heji.crypto.mask;

import io.heji.crypto.Bytes;
import io.heji.crypto.HkdfSha256;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.SecretBytes;

/**
 * The β of tags: tag = β · value, so that who changes a total must guess β to change its tag alike.
 * Read at the value's lane.
 */
public final class Tags {
  /** Bytes of a tag key. */
  public static final int KEY_BYTES = 32;

  /** protocol section 6, β. */
  private static final String LABEL = "heji/1/tag";

  private Tags() {}

  /** The β of one query; the same for all members, unknown to the gateway. */
  public static LaneStream of(SecretBytes tagKey, Bytes queryHash) {
    Bytes info = Bytes.concat(LengthPrefixed.ofAscii(LABEL), queryHash);
    return LaneStream.of(HkdfSha256.derive(tagKey, info, LaneStream.KEY_BYTES));
  }
}
