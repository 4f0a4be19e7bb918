package io.heji.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PlayedDocuments;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an asker takes of the tokenisers' answers, and how many subjects it asks for. */
class TokenRoundTest {
  private static final SecretBytes INPUT = SecretBytes.copyOf(new byte[] {1});

  private final PlayedDocuments played = new PlayedDocuments();
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());

  @Test
  void takesOneAnswerOfEachTokeniserOfTheRosterAndNoOther() throws Exception {
    Federation federation = played.federation();
    TokenRound round = TokenRound.blindInputs(List.of(INPUT), voprf, played.randomness());
    EvaluationAnswer one = answer(PlayedDocuments.TOKENISERS.get(0), round);
    EvaluationAnswer two = answer(PlayedDocuments.TOKENISERS.get(1), round);
    EvaluationAnswer stranger =
        new EvaluationAnswer(new PartyId("tokeniser-three"), one.elements(), one.proof());

    assertThat(round.finish(federation, List.of(two, one))).hasSize(1);
    for (List<EvaluationAnswer> answers :
        List.of(List.of(one), List.of(one, two, two), List.of(one, two, stranger))) {
      refuses(ProblemType.EVALUATION_INVALID, () -> round.finish(federation, answers));
    }
  }

  private EvaluationAnswer answer(PartyId tokeniser, TokenRound round) throws Exception {
    Evaluation evaluation =
        voprf.evaluate(
            played.share(tokeniser), Elements.decode(round.elements()), played.randomness());
    return new EvaluationAnswer(
        tokeniser, Elements.encode(evaluation.elements()), evaluation.proof());
  }

  @Test
  void asksForOneSubjectAtLeastAndForNoMoreThanTheLimit() {
    for (int subjects : new int[] {0, Limits.SUBJECTS_MAX + 1}) {
      refuses(
          ProblemType.BATCH_TOO_LARGE,
          () ->
              TokenRound.blindInputs(
                  Collections.nCopies(subjects, INPUT), voprf, played.randomness()));
    }
  }

  private static void refuses(ProblemType type, ThrowingCallable call) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }
}
