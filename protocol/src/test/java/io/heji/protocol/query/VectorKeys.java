package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.sign.Es256PublicKey;
import java.math.BigInteger;
import java.util.HexFormat;

/** The vectors give signing keys compressed; ours are read as coordinates. */
final class VectorKeys {
  private static final BigInteger P =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

  private VectorKeys() {}

  static Es256PublicKey es256(Element point) {
    Bytes encoded = point.encode();
    BigInteger x = new BigInteger(encoded.hex().substring(2), 16);
    BigInteger square = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
    BigInteger y = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
    boolean odd = encoded.byteAt(0) == 3;
    BigInteger right = y.testBit(0) == odd ? y : P.subtract(y);
    return new Es256PublicKey(encoded.slice(1, 33), fixed(right));
  }

  private static Bytes fixed(BigInteger number) {
    String hex = number.toString(16);
    return Bytes.of(HexFormat.of().parseHex("0".repeat(64 - hex.length()) + hex));
  }
}
