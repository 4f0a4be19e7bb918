package io.heji.crypto.oprf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngines;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9497 numbers the elements of a batch in two bytes. */
class VoprfBatchTest {
  private static final int BATCH_MAX = 0xFFFF;

  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());

  @Test
  void refusesBatchesOfNoneAndOfTooMany() throws Exception {
    KeyShare share = KeyShare.fromSecretBytes(SecretBytes.of(Bytes.fromHex("01".repeat(32))));
    for (int size : new int[] {0, BATCH_MAX + 1}) {
      List<Element> elements = Collections.nCopies(size, share.publicKey());
      List<SecretBytes> inputs = Collections.nCopies(size, SecretBytes.of(Bytes.EMPTY));

      assertThatThrownBy(() -> voprf.blind(inputs, _ -> {}))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> voprf.evaluate(share, elements, _ -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A proof that cannot even be read is not looked at. */
  @Test
  void noProofHoldsForTooMany() throws CryptoException {
    Element some =
        Element.decode(
            Bytes.fromHex("03c4cdc1d021b0c20b624882a4de79eb1341ca0fe807299613c0b8b3c4bf786c3b"));
    List<Element> elements = Collections.nCopies(BATCH_MAX + 1, some);
    Bytes proof = Bytes.fromHex("ff".repeat(64));

    assertThat(voprf.isProven(some, elements, new Evaluation(elements, proof))).isFalse();
  }
}
