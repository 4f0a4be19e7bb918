package io.heji.crypto.group;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * RFC 9497 appendix A.3.2, test vector 3: a batch of two with its proof, verified by an engine's
 * operations one after the other, for {@link SelfTest}. Proofs that count are verified in {@code
 * io.heji.crypto.oprf}, which stands on this package.
 */
final class KnownProof {
  static final Bytes KEY =
      Bytes.fromHex("ca5d94c8807817669a51b196c34c1b7f8442fde4334a7121ae4736364312fca6");

  static final Bytes PUBLIC_KEY =
      Bytes.fromHex("03e17e70604bcabe198882c0a1f27a92441e774224ed9c702e51dd17038b102462");

  static final List<Bytes> BLINDED =
      List.of(
          Bytes.fromHex("02dd05901038bb31a6fae01828fd8d0e49e35a486b5c5d4b4994013648c01277da"),
          Bytes.fromHex("03462e9ae64cae5b83ba98a6b360d942266389ac369b923eb3d557213b1922f8ab"));

  static final List<Bytes> EVALUATED =
      List.of(
          Bytes.fromHex("0209f33cab60cf8fe69239b0afbcfcd261af4c1c5632624f2e9ba29b90ae83e4a2"),
          Bytes.fromHex("02bb24f4d838414aef052a8f044a6771230ca69c0a5677540fff738dd31bb69771"));

  private static final Bytes CHALLENGE =
      Bytes.fromHex("bdcc351707d02a72ce49511c7db990566d29d6153ad6f8982fad2b435d6ce4d6");

  private static final Bytes RESPONSE =
      Bytes.fromHex("0da1e6b3fa740811bde34dd4fe0aa1b5fe6600d0440c9ddee95ea7fad7a60cf2");

  /** RFC 9497 section 3.1 for mode VOPRF. */
  private static final Bytes CONTEXT = Bytes.ascii("OPRFV1-\1-P256-SHA256");

  private static final Bytes SCALAR_TAG = Bytes.concat(Bytes.ascii("HashToScalar-"), CONTEXT);

  private KnownProof() {}

  /** RFC 9497 section 2.2.2, VerifyProof. */
  static boolean isVerifiedBy(GroupEngine engine) throws CryptoException {
    Element publicKey = Element.decode(PUBLIC_KEY);
    List<Element> c = engine.decode(Bytes.concat(BLINDED.toArray(Bytes[]::new)));
    List<Element> d = engine.decode(Bytes.concat(EVALUATED.toArray(Bytes[]::new)));
    List<Scalar> coefficients = engine.hashToScalars(2, KnownProof::transcript, SCALAR_TAG);
    Scalar challenge = Scalar.decode(CHALLENGE);
    Scalar response = Scalar.decode(RESPONSE);

    Element m = engine.linearCombination(c, coefficients);
    Element z = engine.linearCombination(d, coefficients);
    Element t2 = engine.baseCombination(response, publicKey, challenge);
    Element t3 = engine.linearCombination(List.of(m, z), List.of(response, challenge));

    List<Bytes> parts = new ArrayList<>();
    for (Element element : List.of(publicKey, m, z, t2, t3)) {
      parts.add(LengthPrefixed.of(element.encode()));
    }
    parts.add(Bytes.ascii("Challenge"));
    Bytes transcript = Bytes.concat(parts.toArray(Bytes[]::new));
    return engine.hashToScalar(transcript, SCALAR_TAG).equals(challenge);
  }

  /** What di of ComputeComposites is the hash of (RFC 9497 section 2.2.1). */
  private static Bytes transcript(int i) {
    Bytes seedTag = Bytes.concat(Bytes.ascii("Seed-"), CONTEXT);
    Bytes seed = Sha256.of(LengthPrefixed.of(PUBLIC_KEY), LengthPrefixed.of(seedTag));
    return Bytes.concat(
        LengthPrefixed.of(seed),
        Bytes.of((byte) 0, (byte) i),
        LengthPrefixed.of(BLINDED.get(i)),
        LengthPrefixed.of(EVALUATED.get(i)),
        Bytes.ascii("Composite"));
  }
}
