package io.heji.crypto.oprf;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.SecretScalar;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** What both modes share: blind, unblind, finalize (RFC 9497 section 3.3). */
final class OprfCore {
  /** RFC 9497 section 3.3.1: the last part of Finalize's hash. */
  private static final Bytes FINALIZE = Bytes.ascii("Finalize");

  private final GroupEngine group;
  private final Suite suite;

  OprfCore(GroupEngine group, Suite suite) {
    this.group = group;
    this.suite = suite;
  }

  Blinding blind(List<SecretBytes> inputs, Randomness randomness) throws CryptoException {
    List<Bytes> plain = new ArrayList<>(inputs.size());
    List<SecretScalar> blinds = new ArrayList<>(inputs.size());
    for (SecretBytes input : inputs) {
      plain.add(Bytes.copyOf(input.toByteArray(SecretAccess.granted())));
      blinds.add(SecretScalar.random(randomness));
    }
    List<Element> hashed = group.hashToGroup(plain, suite.hashToGroupTag());
    return new Blinding(inputs, blinds, group.multiply(hashed, blinds));
  }

  List<SecretBytes> finalizeOutputs(Blinding blinding, List<Element> evaluated) {
    List<SecretScalar> inverses = SecretScalar.inverses(blinding.blinds());
    List<Element> unblinded = group.multiply(evaluated, inverses);
    List<SecretBytes> outputs = new ArrayList<>(unblinded.size());
    for (int i = 0; i < unblinded.size(); i++) {
      outputs.add(output(blinding.inputs().get(i), unblinded.get(i)));
    }
    return outputs;
  }

  private static SecretBytes output(SecretBytes input, Element unblinded) {
    MessageDigest digest = Sha256.newDigest();
    byte[] plain = input.toByteArray(SecretAccess.granted());
    updateWithLength(digest, plain);
    updateWithLength(digest, unblinded.encode().toByteArray());
    digest.update(FINALIZE.toByteArray());
    return SecretBytes.copyOf(digest.digest());
  }

  private static void updateWithLength(MessageDigest digest, byte[] part) {
    digest.update((byte) (part.length >>> 8));
    digest.update((byte) part.length);
    digest.update(part);
  }
}
