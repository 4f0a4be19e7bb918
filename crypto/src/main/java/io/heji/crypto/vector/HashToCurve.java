package io.heji.crypto.vector;

/**
 * P256_XMD:SHA-256_SSWU_RO_ of RFC 9380: hash_to_curve (section 3) of many messages, which maps two
 * field elements of each message to the curve and adds the points; the cofactor is 1. Room for a
 * chunk, which every call reuses. No branch and no address depends on a message.
 */
final class HashToCurve {
  private final int block;
  private final HashToField toField;
  private final SimplifiedSwu swu;
  private final Lanes u0;
  private final Lanes u1;
  private final Jacobian first;
  private final Jacobian second;
  private final Lanes x;
  private final Lanes y;
  private final Lanes z;
  private final Normalisation normalisation;
  private final AffinePoints hashed;

  /**
   * @param groups of a chunk, a multiple of the block
   * @param block groups that are mapped together
   */
  HashToCurve(int groups, int block, byte[] domainSeparationTag) {
    this.block = block;
    this.toField = new HashToField(domainSeparationTag);
    this.swu = new SimplifiedSwu(block);
    this.u0 = Lanes.ofGroups(block);
    this.u1 = Lanes.ofGroups(block);
    this.first = new Jacobian(block);
    this.second = new Jacobian(block);
    this.x = Lanes.ofGroups(groups);
    this.y = Lanes.ofGroups(groups);
    this.z = Lanes.ofGroups(groups);
    this.normalisation = new Normalisation(groups);
    this.hashed = new AffinePoints(groups);
  }

  int size() {
    return x.size();
  }

  /** Writes the points; zero bytes where the two mapped points have the same x. */
  void hash(byte[][] messages, int from, int count, byte[] points) {
    for (int group = 0; group < x.groups(); group += block) {
      int begin = Math.min(group * Lanes.WIDTH, count - 1);
      toField.hash(messages, from + begin, Math.min(count - begin, u0.size()), u0, u1);
      swu.map(u0, first);
      swu.map(u1, second);
      first.add(second);
      x.copyFrom(first.x, 0, group, block);
      y.copyFrom(first.y, 0, group, block);
      z.copyFrom(first.z, 0, group, block);
    }
    normalisation.toAffine(x, y, z, hashed);
    hashed.write(points, from, count);
  }

  /** Forgets everything. */
  void wipe() {
    swu.wipe();
    u0.wipe();
    u1.wipe();
    first.wipe();
    second.wipe();
    x.wipe();
    y.wipe();
    z.wipe();
    normalisation.wipe();
    hashed.wipe();
  }
}
