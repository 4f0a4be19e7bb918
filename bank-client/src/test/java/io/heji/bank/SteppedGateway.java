package io.heji.bank;

import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Says before and after each call that it is there, so that a test can end the caller there. */
final class SteppedGateway implements GatewayApi {
  private final GatewayApi gateway;
  private final Consumer<String> step;

  SteppedGateway(GatewayApi gateway, Consumer<String> step) {
    this.gateway = gateway;
    this.step = step;
  }

  @Override
  public SignedDocuments documents() throws RefusedException, GatewayUnreachableException {
    step.accept("documents-before");
    SignedDocuments documents = gateway.documents();
    step.accept("documents-after");
    return documents;
  }

  @Override
  public List<EvaluationAnswer> evaluate(String accessToken, String request, Bytes elements)
      throws RefusedException, GatewayUnreachableException {
    step.accept("evaluate-before");
    List<EvaluationAnswer> answers = gateway.evaluate(accessToken, request, elements);
    step.accept("evaluate-after");
    return answers;
  }

  @Override
  public String query(String accessToken, String query, SortedMap<PartyId, Bytes> sealed)
      throws RefusedException, GatewayUnreachableException {
    step.accept("query-before");
    String disclosure = gateway.query(accessToken, query, sealed);
    step.accept("query-after");
    return disclosure;
  }

  @Override
  public String disclosure(String accessToken, String queryId)
      throws RefusedException, GatewayUnreachableException {
    return gateway.disclosure(accessToken, queryId);
  }
}
