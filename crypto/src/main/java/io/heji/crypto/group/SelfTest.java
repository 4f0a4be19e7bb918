package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import java.math.BigInteger;
import java.util.List;

/**
 * Known answers that an engine must give before anything is asked of it: the RFCs', which anybody
 * can look up, and {@link SeededAnswers}, which reach every operation and more than one group of
 * points.
 */
final class SelfTest {
  /** RFC 9380 appendix J.1.1, the message "abc". */
  private static final Bytes HASH_TAG = Bytes.ascii("QUUX-V01-CS02-with-P256_XMD:SHA-256_SSWU_RO_");

  private static final Bytes HASHED =
      Bytes.fromHex("020bb8b87485551aa43ed54f009230450b492fead5f1cc91658775dac4a3388a0f");

  private SelfTest() {}

  /**
   * True when the engine gives every known answer. An engine that breaks throws what broke it, a
   * {@link RuntimeException} or a {@link LinkageError}.
   */
  static boolean passes(GroupEngine engine) {
    try {
      return hashes(engine)
          && multiplies(engine)
          && KnownProof.isVerifiedBy(engine)
          && refusesIdentity(engine)
          && SeededAnswers.areGivenBy(engine);
    } catch (CryptoException wrong) {
      return false;
    }
  }

  private static boolean hashes(GroupEngine engine) throws CryptoException {
    List<Element> hashed = engine.hashToGroup(List.of(Bytes.ascii("abc")), HASH_TAG);
    return encoded(hashed).equals(List.of(HASHED));
  }

  private static boolean multiplies(GroupEngine engine) throws CryptoException {
    SecretScalar key = SecretScalar.fromSecretBytes(SecretBytes.of(KnownProof.KEY));
    List<Element> blinded = decoded(KnownProof.BLINDED);
    return engine.multiplyBase(key).encode().equals(KnownProof.PUBLIC_KEY)
        && encoded(engine.multiply(blinded, key)).equals(KnownProof.EVALUATED)
        && encoded(engine.multiply(blinded, List.of(key, key))).equals(KnownProof.EVALUATED);
  }

  /** Multiplies by n − 1, the negative, and adds to nothing. */
  private static boolean refusesIdentity(GroupEngine engine) throws CryptoException {
    Bytes last = Bytes.of(P256.fixed(P256.ORDER.subtract(BigInteger.ONE)));
    SecretScalar minusOne = SecretScalar.fromSecretBytes(SecretBytes.of(last));
    List<Element> elements = decoded(KnownProof.BLINDED);
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
