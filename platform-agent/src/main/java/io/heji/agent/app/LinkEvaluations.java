package io.heji.agent.app;

import io.heji.agent.token.Evaluations;
import io.heji.crypto.Bytes;
import io.heji.link.LinkClient;
import io.heji.link.LinkLostException;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.TokeniserAnswer;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks the tokenisers over the link. */
final class LinkEvaluations implements Evaluations {
  private final Supplier<LinkClient> link;

  LinkEvaluations(Supplier<LinkClient> link) {
    this.link = link;
  }

  @Override
  public List<EvaluationAnswer> evaluate(String request, Bytes elements) throws RefusedException {
    EvaluationResult result = result(request, elements);
    return switch (result.getOutcomeCase()) {
      case ANSWERS -> {
        List<EvaluationAnswer> answers = new ArrayList<>();
        for (TokeniserAnswer answer : result.getAnswers().getAnswersList()) {
          answers.add(
              new EvaluationAnswer(
                  PartyId.parse(answer.getTokeniser()),
                  Bytes.copyOf(answer.getElements().toByteArray()),
                  Bytes.copyOf(answer.getProof().toByteArray())));
        }
        yield answers;
      }
      case REFUSAL ->
          throw new RefusedException(
              ProblemType.ofSlug(result.getRefusal().getProblem()), "the tokenisers refuse");
      case OUTCOME_NOT_SET ->
          throw new RefusedException(ProblemType.EVALUATION_INVALID, "no answer came");
    };
  }

  private EvaluationResult result(String request, Bytes elements) throws RefusedException {
    try {
      return link.get().evaluate(request, elements).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof LinkLostException
          || failed.getCause() instanceof TimeoutException) {
        throw new RefusedException(
            ProblemType.TOKENISER_UNAVAILABLE, "no answer came over the link");
      }
      throw failed;
    }
  }
}
