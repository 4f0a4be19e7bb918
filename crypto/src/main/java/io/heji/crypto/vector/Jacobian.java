package io.heji.crypto.vector;

/**
 * Points in Jacobian coordinates, x = X/Z² and y = Y/Z³, one in each lane; doubled and added in
 * place. Neither knows the identity, nor adds a point to itself or to its inverse: who calls says
 * why that cannot happen, or finds Z = 0 afterwards.
 *
 * <p>Bounds between operations (see {@link Field29}): X carried, below 6; Y carried, below 3.2; Z a
 * product, below 1.3.
 */
final class Jacobian {
  final Lanes x;
  final Lanes y;
  final Lanes z;

  private final Lanes a;
  private final Lanes b;
  private final Lanes c;
  private final Lanes d;
  private final Lanes e;
  private final Lanes zero;

  Jacobian(int groups) {
    this.x = Lanes.ofGroups(groups);
    this.y = Lanes.ofGroups(groups);
    this.z = Lanes.ofGroups(groups);
    this.a = Lanes.ofGroups(groups);
    this.b = Lanes.ofGroups(groups);
    this.c = Lanes.ofGroups(groups);
    this.d = Lanes.ofGroups(groups);
    this.e = Lanes.ofGroups(groups);
    this.zero = Lanes.ofGroups(groups);
  }

  /**
   * Doubles: with M = 3/2 · (X − Z²)(X + Z²) and S = X·Y², X' = M² − 2S, Y' = M·(S − X') − Y⁴, Z' =
   * Y·Z. That is the usual formula for a = −3 with X, Y, Z divided by 4, 8 and 2.
   */
  void twice() {
    Field29.square(a, z); // Z²
    Field29.square(b, y); // Y², 1.4
    Field29.tripleHalfProduct(c, x, a); // M, 5.4
    Field29.mul(d, x, b); // S, 1.3
    Field29.mul(z, y, z);
    Field29.square(b, b); // Y⁴, 1.1
    Field29.squareSub(x, c, zero, d); // 4.6
    Field29.differenceMulSub(y, d, x, c, b); // S − X' is 5.9; 3.1
  }

  /**
   * Adds affine points: H = x₂·Z² − X, r = y₂·Z³ − Y, X' = r² − H³ − 2·X·H², Y' = r·(X·H² − X') −
   * Y·H³, Z' = Z·H.
   *
   * @param x2 limbs 1.07, below 2
   * @param y2 limbs from −1.07 to 1.07, below 2
   */
  void add(Lanes x2, Lanes y2) {
    Field29.square(a, z); // Z²
    Field29.mulSub(b, x2, a, x); // H, 7.1
    Field29.mul(a, a, z);
    Field29.mulSub(a, y2, a, y); // r, 4.3
    Field29.mul(z, z, b);
    Field29.square(c, b); // H², −1.6 to 2.6
    Field29.mul(d, b, c); // H³, 1.6
    Field29.mul(c, x, c); // X·H², 1.5
    Field29.mul(b, y, d); // 1.2
    Field29.squareSub(x, a, d, c); // 6
    Field29.differenceMulSub(y, c, x, a, b); // X·H² − X' is 7.5; 3.2
  }

  /**
   * Adds points in Jacobian coordinates whose coordinates are products. Z' = 0 where one cannot.
   */
  void add(Jacobian other) {
    Field29.square(a, z); // Z₁²
    Field29.square(b, other.z); // Z₂²
    Field29.mul(c, x, b); // U₁
    Field29.mul(d, other.x, a); // U₂
    Field29.mul(b, b, other.z);
    Field29.mul(b, y, b); // S₁
    Field29.mul(a, a, z);
    Field29.mul(a, other.y, a); // S₂
    Field29.sub(d, d, c); // H
    Field29.sub(a, a, b); // r
    Field29.mul(z, z, other.z);
    Field29.mul(z, z, d);
    Field29.square(e, d); // H²
    Field29.mul(c, c, e); // U₁·H²
    Field29.mul(e, e, d); // H³
    Field29.mul(b, b, e); // S₁·H³
    Field29.squareSub(x, a, e, c);
    Field29.differenceMulSub(y, c, x, a, b);
  }

  void wipe() {
    for (Lanes lanes : new Lanes[] {x, y, z, a, b, c, d, e}) {
      lanes.wipe();
    }
  }
}
