package io.heji.crypto.sign;

import io.heji.crypto.Bytes;
import java.math.BigInteger;

/** The known answer of RFC 6979 appendix A.2.5 (P-256, SHA-256, "sample"), and what must not be. */
final class Es256SelfTest {
  private static final BigInteger SCALAR =
      new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16);
  private static final Bytes X =
      Bytes.fromHex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
  private static final Bytes Y =
      Bytes.fromHex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
  private static final Bytes MESSAGE = Bytes.ascii("sample");
  private static final Bytes SIGNATURE =
      Bytes.fromHex(
          "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
              + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

  private Es256SelfTest() {}

  static boolean passes(Es256Library library) {
    Es256PublicKey key = new Es256PublicKey(X, Y);
    Es256Library.Verifier verifier = library.verifier(key);
    Bytes own = library.signer(Es256PrivateKey.toJca(SCALAR)).sign(MESSAGE);
    Bytes other = Bytes.ascii("simple");
    return verifier.verify(MESSAGE, SIGNATURE)
        && !verifier.verify(other, SIGNATURE)
        && !verifier.verify(MESSAGE, Bytes.copyOf(new byte[Es256PublicKey.SIGNATURE_BYTES]))
        && verifier.verify(MESSAGE, own)
        && !verifier.verify(other, own);
  }
}
