package io.heji.crypto.mask;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.HkdfSha256;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.agreement.X25519PublicKey;
import java.util.HashSet;
import java.util.Map;
import java.util.SortedMap;

/**
 * The masks that a member shares with each other member of S, one stream a pair and query.
 *
 * <p>The key of a pair binds the query, S, both ids and both public keys: a contribution for
 * another query, another S, or under a copied key cancels with nobody's.
 */
public final class PairwiseMasks {
  /** protocol section 6, mask. */
  private static final String LABEL = "heji/1/mask";

  private static final int MEMBERS_MIN = 2;

  private PairwiseMasks() {}

  /**
   * The sum of all masks of one member, lane by lane: added towards later ids, subtracted towards
   * earlier ones.
   *
   * @param self the member's own id
   * @param own its mask key
   * @param members the mask keys of all of S, itself included, by id; ids are ASCII, so their order
   *     as strings is bytewise
   * @param laneCount every lane is masked
   * @throws CryptoException when S has fewer than two members, lacks the member or its key, holds a
   *     key twice, or a key gives an all-zero secret
   */
  public static long[] sum(
      String self,
      X25519PrivateKey own,
      SortedMap<String, X25519PublicKey> members,
      Bytes queryHash,
      Bytes setHash,
      int laneCount)
      throws CryptoException {
    if (members.size() < MEMBERS_MIN
        || !own.publicKey().equals(members.get(self))
        || new HashSet<>(members.values()).size() != members.size()) {
      throw new CryptoException();
    }
    long[] sum = new long[laneCount];
    for (Map.Entry<String, X25519PublicKey> other : members.entrySet()) {
      int order = self.compareTo(other.getKey());
      if (order == 0) {
        continue;
      }
      SecretBytes shared = own.agree(other.getValue());
      Bytes info =
          info(self, own.publicKey(), other.getKey(), other.getValue(), queryHash, setHash);
      long[] mask =
          LaneStream.of(HkdfSha256.derive(shared, info, LaneStream.KEY_BYTES)).lanes(laneCount);
      for (int lane = 0; lane < laneCount; lane++) {
        sum[lane] =
            order < 0
                ? Field61.add(sum[lane], mask[lane])
                : Field61.subtract(sum[lane], mask[lane]);
      }
    }
    return sum;
  }

  private static Bytes info(
      String self,
      X25519PublicKey selfKey,
      String other,
      X25519PublicKey otherKey,
      Bytes queryHash,
      Bytes setHash) {
    boolean selfFirst = self.compareTo(other) < 0;
    return Bytes.concat(
        LengthPrefixed.ofAscii(LABEL),
        queryHash,
        setHash,
        LengthPrefixed.ofAscii(selfFirst ? self : other),
        LengthPrefixed.ofAscii(selfFirst ? other : self),
        (selfFirst ? selfKey : otherKey).bytes(),
        (selfFirst ? otherKey : selfKey).bytes());
  }
}
