package io.heji.bank.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.bank.BankLimits;
import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The JSON bodies between bank and gateway: written as agreed, read strictly. */
final class GatewayMessages {
  private static final int PROBLEM_URI_LENGTH_MAX = 256;

  private GatewayMessages() {}

  static Bytes evaluationBody(String request, Bytes elements) {
    ObjectNode body = Json.object();
    body.put("request", request).put("elements", elements.base64Url());
    return Json.encode(body);
  }

  static Bytes queryBody(String query, SortedMap<PartyId, Bytes> sealed) {
    ObjectNode body = Json.object();
    body.put("query", query);
    ObjectNode blobs = body.putObject("sealed");
    sealed.forEach((member, blob) -> blobs.put(member.value(), blob.base64Url()));
    return Json.encode(body);
  }

  /**
   * The tokenisers' answers.
   *
   * @param elementsBytes as many bytes as were asked about
   */
  static List<EvaluationAnswer> readEvaluations(Bytes body, int elementsBytes)
      throws RefusedException {
    JsonObject answer = JsonObject.parse(body);
    List<EvaluationAnswer> answers = new ArrayList<>();
    for (JsonObject tokeniser : answer.objects("answers", Limits.TOKENISERS_MAX)) {
      answers.add(
          new EvaluationAnswer(
              PartyId.read(tokeniser, "tokeniser"),
              tokeniser.bytes("elements", elementsBytes),
              tokeniser.bytes("proof", Limits.PROOF_BYTES)));
      tokeniser.end();
    }
    answer.end();
    return List.copyOf(answers);
  }

  /** The signed disclosure. */
  static String readDisclosure(Bytes body) throws RefusedException {
    JsonObject answer = JsonObject.parse(body);
    String disclosure = answer.text("disclosure", Limits.JWS_LENGTH_MAX);
    answer.end();
    return disclosure;
  }

  /**
   * The gateway's refusal (RFC 9457). Members that are not needed are passed over, as the RFC
   * demands.
   */
  static RefusedException readProblem(Bytes body) throws RefusedException {
    JsonObject problem = JsonObject.parse(body);
    ProblemType type = ProblemType.ofUri(problem.text("type", PROBLEM_URI_LENGTH_MAX));
    String detail =
        problem.optionalText("detail", BankLimits.PROBLEM_DETAIL_LENGTH_MAX).orElse(type.title());
    return new RefusedException(type, detail);
  }
}
