package io.heji.agent.token;

import io.heji.agent.played.PlayedQuery;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.group.Element;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.Elements;
import io.heji.protocol.token.EvaluationAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All tokenisers of a played federation, which charge what they are asked for. */
final class PlayedTokenisers implements Evaluations {
  private final PlayedQuery play;
  private final Voprf voprf;
  private final Call before;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong charged = new AtomicLong();

  /** What happens after a call, counted from 1, was charged and before it is answered. */
  interface Call {
    void charged(int call, int elements) throws RefusedException;
  }

  PlayedTokenisers(PlayedQuery play, Voprf voprf, Call before) {
    this.play = play;
    this.voprf = voprf;
    this.before = before;
  }

  /** Elements charged so far, whatever became of them. */
  long charged() {
    return charged.get();
  }

  @Override
  public List<EvaluationAnswer> evaluate(String request, Bytes elements) throws RefusedException {
    int call = calls.incrementAndGet();
    List<Element> blinded = Elements.decode(elements, voprf::decode);
    charged.addAndGet(blinded.size());
    before.charged(call, blinded.size());
    List<EvaluationAnswer> answers = new ArrayList<>();
    for (PartyId tokeniser : PlayedQuery.TOKENISERS) {
      try {
        Evaluation evaluation =
            voprf.evaluate(play.share(tokeniser), blinded, PlayedQuery.seeded(call));
        answers.add(
            new EvaluationAnswer(
                tokeniser, Elements.encode(evaluation.elements()), evaluation.proof()));
      } catch (CryptoException failed) {
        throw new RefusedException(ProblemType.INTERNAL, "played");
      }
    }
    return answers;
  }
}
