package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import java.math.BigInteger;
import java.util.List;

/** Known answers that an engine must give before anything is asked of it. */
final class SelfTest {
  /** RFC 9380 appendix J.1.1, the message "abc". */
  private static final Bytes HASH_TAG = Bytes.ascii("QUUX-V01-CS02-with-P256_XMD:SHA-256_SSWU_RO_");

  private static final Bytes HASHED =
      Bytes.fromHex("020bb8b87485551aa43ed54f009230450b492fead5f1cc91658775dac4a3388a0f");

  /** RFC 9497 appendix A.3.2: key, public key, and the batch of two, blinded and evaluated. */
  private static final Bytes KEY =
      Bytes.fromHex("ca5d94c8807817669a51b196c34c1b7f8442fde4334a7121ae4736364312fca6");

  private static final Bytes PUBLIC_KEY =
      Bytes.fromHex("03e17e70604bcabe198882c0a1f27a92441e774224ed9c702e51dd17038b102462");

  private static final List<Bytes> BLINDED =
      List.of(
          Bytes.fromHex("02dd05901038bb31a6fae01828fd8d0e49e35a486b5c5d4b4994013648c01277da"),
          Bytes.fromHex("03462e9ae64cae5b83ba98a6b360d942266389ac369b923eb3d557213b1922f8ab"));

  private static final List<Bytes> EVALUATED =
      List.of(
          Bytes.fromHex("0209f33cab60cf8fe69239b0afbcfcd261af4c1c5632624f2e9ba29b90ae83e4a2"),
          Bytes.fromHex("02bb24f4d838414aef052a8f044a6771230ca69c0a5677540fff738dd31bb69771"));

  private SelfTest() {}

  /** True when the engine gives every known answer. */
  static boolean passes(GroupEngine engine) {
    try {
      return hashes(engine) && multiplies(engine) && refusesIdentity(engine);
    } catch (CryptoException | IllegalStateException wrong) {
      return false;
    }
  }

  private static boolean hashes(GroupEngine engine) throws CryptoException {
    List<Element> hashed = engine.hashToGroup(List.of(Bytes.ascii("abc")), HASH_TAG);
    return encoded(hashed).equals(List.of(HASHED));
  }

  private static boolean multiplies(GroupEngine engine) throws CryptoException {
    SecretScalar key = SecretScalar.fromSecretBytes(SecretBytes.of(KEY));
    return engine.multiplyBase(key).encode().equals(PUBLIC_KEY)
        && encoded(engine.multiply(decoded(BLINDED), key)).equals(EVALUATED)
        && encoded(engine.multiply(decoded(BLINDED), List.of(key, key))).equals(EVALUATED);
  }

  /** Multiplies by n − 1, the negative, and adds to nothing. */
  private static boolean refusesIdentity(GroupEngine engine) throws CryptoException {
    Bytes last = Bytes.of(P256.fixed(P256.ORDER.subtract(BigInteger.ONE)));
    SecretScalar minusOne = SecretScalar.fromSecretBytes(SecretBytes.of(last));
    List<Element> elements = decoded(BLINDED);
    List<Element> negatives = engine.multiply(elements, minusOne);
    try {
      engine.sums(List.of(elements, negatives));
      return false;
    } catch (CryptoException identity) {
      return true;
    }
  }

  private static List<Element> decoded(List<Bytes> encodings) throws CryptoException {
    return List.of(Element.decode(encodings.get(0)), Element.decode(encodings.get(1)));
  }

  private static List<Bytes> encoded(List<Element> elements) {
    return elements.stream().map(Element::encode).toList();
  }
}
