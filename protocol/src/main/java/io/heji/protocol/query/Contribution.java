package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.Sha256;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import java.nio.ByteBuffer;

/**
 * One platform's signed answer (protocol section 5, step 3).
 *
 * @param lanes masked lanes, 8 bytes each
 * @param dataAsOf when the whole platform's data are from, seconds since 1970; never per person
 * @param indexAsOf when its index is from, seconds since 1970
 * @param signature ES256 of the platform's signing key, 64 bytes
 */
public record Contribution(Bytes lanes, long dataAsOf, long indexAsOf, Bytes signature) {
  /** protocol section 5. */
  private static final String LABEL = "heji/1/contribution";

  /** Signs lanes for one query and one S. */
  public static Contribution sign(
      Es256PrivateKey key,
      Bytes queryHash,
      Bytes setHash,
      Bytes lanes,
      long dataAsOf,
      long indexAsOf) {
    Bytes signature = key.sign(signingInput(queryHash, setHash, lanes, dataAsOf, indexAsOf));
    return new Contribution(lanes, dataAsOf, indexAsOf, signature);
  }

  /** Whether this platform gave these lanes for this query and this S. */
  public boolean isSignedBy(Es256PublicKey key, Bytes queryHash, Bytes setHash) {
    return key.verify(signingInput(queryHash, setHash, lanes, dataAsOf, indexAsOf), signature);
  }

  static Bytes signingInput(
      Bytes queryHash, Bytes setHash, Bytes lanes, long dataAsOf, long indexAsOf) {
    byte[] times = ByteBuffer.allocate(2 * Long.BYTES).putLong(dataAsOf).putLong(indexAsOf).array();
    return Bytes.concat(
        LengthPrefixed.ofAscii(LABEL), queryHash, setHash, Sha256.of(lanes), Bytes.of(times));
  }
}
