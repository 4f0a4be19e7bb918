package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.group.SecretScalar;
import io.heji.crypto.oprf.Evaluation;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenWorkTest {
  private static final int BATCH = 3;

  private final GroupEngine engine = GroupEngines.bouncyCastle();
  private final Randomness randomness = Randomness.of(new SecureRandom());

  @Test
  void stepsBelongToOneAnotherAndTheWholeGivesTheSameTokens() throws Exception {
    TokenWork work = new TokenWork(engine, BATCH, randomness);

    assertThat(work.run(TokenStep.VERIFY)).isEqualTo(true);
    assertThat(work.run(TokenStep.EVALUATE)).isEqualTo(work.firstAnswer());
    assertThat(work.run(TokenStep.DECODE)).isEqualTo(work.run(TokenStep.BLIND_PRODUCT));
    assertThat(work.run(TokenStep.UNBLIND)).isEqualTo(work.run(TokenStep.UNBLIND_PRODUCT));
    assertThat(hex(work.run(TokenStep.FINALIZE)))
        .hasSize(BATCH)
        .isEqualTo(hex(work.run(TokenStep.AGENT)));
  }

  @Test
  void provingAloneMultipliesNoBatchAndGivesAProofThatHolds() throws Exception {
    Counting counting = new Counting(engine);
    TokenWork work = new TokenWork(counting, BATCH, randomness);
    counting.elements = 0;

    Evaluation proven = (Evaluation) work.run(TokenStep.PROVE);

    // Z = k·M and t3 = r·M.
    assertThat(counting.elements).isEqualTo(2);
    assertThat(work.holds(proven)).isTrue();
    counting.elements = 0;
    assertThat(work.run(TokenStep.EVALUATE_AND_PROVE)).isInstanceOf(Evaluation.class);
    assertThat(counting.elements).isEqualTo(BATCH + 2);
  }

  private static List<String> hex(Object tokens) {
    return ((List<?>) tokens)
        .stream()
            .map(token -> ((SecretBytes) token).toByteArray(SecretAccess.granted()))
            .map(HexFormat.of()::formatHex)
            .toList();
  }

  private static final class Counting extends ForwardingEngine {
    private int elements;

    Counting(GroupEngine engine) {
      super(engine);
    }

    @Override
    public List<Element> multiply(List<Element> list, SecretScalar scalar) {
      elements += list.size();
      return super.multiply(list, scalar);
    }
  }
}
