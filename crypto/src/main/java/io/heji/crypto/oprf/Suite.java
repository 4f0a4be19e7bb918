package io.heji.crypto.oprf;

import io.heji.crypto.Bytes;

/** The labels of RFC 9497 for P256-SHA256 in one mode. */
enum Suite {
  /** Mode 0x00, no proof. */
  OPRF(0x00),
  /** Mode 0x01, with proof. */
  VOPRF(0x01);

  /**
   * RFC 9497 section 3.1: CreateContextString(mode, identifier) = "OPRFV1-" ‖ I2OSP(mode, 1) ‖ "-"
   * ‖ identifier.
   */
  private static final String VERSION = "OPRFV1-";

  private static final String IDENTIFIER = "-P256-SHA256";

  private final Bytes contextString;

  Suite(int mode) {
    this.contextString =
        Bytes.concat(Bytes.ascii(VERSION), Bytes.of((byte) mode), Bytes.ascii(IDENTIFIER));
  }

  /** RFC 9497 section 4.3: HashToGroup's tag. */
  Bytes hashToGroupTag() {
    return Bytes.concat(Bytes.ascii("HashToGroup-"), contextString);
  }

  /** RFC 9497 section 4.3: HashToScalar's tag. */
  Bytes hashToScalarTag() {
    return Bytes.concat(Bytes.ascii("HashToScalar-"), contextString);
  }

  /** RFC 9497 section 2.2.1: the tag of a batch's seed. */
  Bytes seedTag() {
    return Bytes.concat(Bytes.ascii("Seed-"), contextString);
  }
}
