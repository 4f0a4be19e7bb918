package io.heji.bank.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.bank.BankLimits;
import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayMessagesTest {
  private static final Bytes ELEMENT = Bytes.of(new byte[Limits.ELEMENT_BYTES]);
  private static final Bytes PROOF = Bytes.of(new byte[Limits.PROOF_BYTES]);

  @Test
  void writesQueriesAndEvaluationsAsTheGatewayReadsThem() {
    TreeMap<PartyId, Bytes> sealed =
        new TreeMap<>(Map.of(new PartyId("platform-a"), Bytes.of((byte) 1, (byte) 2)));

    assertThat(GatewayMessages.queryBody("a.b.c", sealed).asUtf8())
        .isEqualTo("{\"query\":\"a.b.c\",\"sealed\":{\"platform-a\":\"AQI\"}}");
    assertThat(GatewayMessages.evaluationBody("a.b.c", Bytes.of((byte) 3)).asUtf8())
        .isEqualTo("{\"request\":\"a.b.c\",\"elements\":\"Aw\"}");
  }

  @Test
  void readsTheTokenisersAnswers() throws RefusedException {
    PartyId tokeniser = new PartyId("tokeniser-one");

    List<EvaluationAnswer> answers =
        GatewayMessages.readEvaluations(
            Bytes.utf8("{\"answers\":[" + answer("") + "]}"), ELEMENT.size());

    assertThat(answers).containsExactly(new EvaluationAnswer(tokeniser, ELEMENT, PROOF));
  }

  @Test
  void refusesAnswersWithAnUnknownMemberOrAnotherLength() {
    refused(() -> evaluations("{\"answers\":[" + answer(",\"more\":1") + "]}", 1));
    refused(() -> evaluations("{\"answers\":[" + answer("") + "],\"more\":1}", 1));
    refused(() -> evaluations("{\"answers\":[" + answer("") + "]}", 2));
    refused(
        () ->
            evaluations(
                "{\"answers\":[" + String.join(",", Collections.nCopies(17, answer(""))) + "]}",
                1));
  }

  @Test
  void refusesAProofOfAnotherLength() {
    for (int length : List.of(0, Limits.PROOF_BYTES - 1, Limits.PROOF_BYTES + 1)) {
      String other = answer("").replace(PROOF.base64Url(), Bytes.of(new byte[length]).base64Url());
      refused(() -> evaluations("{\"answers\":[" + other + "]}", 1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"disclosure\":1}",
        "{\"disclosure\":\"a\",\"disclosure\":\"b\"}",
        "{\"disclosure\":\"a\",\"more\":1}",
        "{\"disclosure\":\"a\"} x"
      })
  void refusesADisclosureInAnotherForm(String body) {
    refused(() -> GatewayMessages.readDisclosure(Bytes.utf8(body)));
  }

  @Test
  void readsAProblemAndPassesOverMembersItDoesNotKnow() throws RefusedException {
    String body =
        "{\"type\":\"urn:heji:problem:quota-exceeded\",\"title\":\"t\",\"status\":429,"
            + "\"detail\":\"the day's subjects are used up\",\"jti\":\"x\",\"later\":[]}";

    RefusedException problem = GatewayMessages.readProblem(Bytes.utf8(body));

    assertThat(problem.type()).isEqualTo(ProblemType.QUOTA_EXCEEDED);
    assertThat(problem.detail()).isEqualTo("the day's subjects are used up");
  }

  @Test
  void readsAProblemOfANewerVersionAsUnknown() throws RefusedException {
    RefusedException problem =
        GatewayMessages.readProblem(Bytes.utf8("{\"type\":\"urn:heji:problem:warrant-invalid\"}"));

    assertThat(problem.type()).isEqualTo(ProblemType.UNKNOWN);
  }

  @Test
  void readsTheLongestDetailAndNotOneCharacterMore() throws RefusedException {
    String longest = "x".repeat(BankLimits.PROBLEM_DETAIL_LENGTH_MAX);

    assertThat(GatewayMessages.readProblem(problem(longest)).detail()).isEqualTo(longest);
    refused(() -> GatewayMessages.readProblem(problem(longest + "x")));
  }

  private static Bytes problem(String detail) {
    return Bytes.utf8("{\"type\":\"urn:heji:problem:internal\",\"detail\":\"" + detail + "\"}");
  }

  private static List<EvaluationAnswer> evaluations(String body, int elements)
      throws RefusedException {
    return GatewayMessages.readEvaluations(Bytes.utf8(body), elements * ELEMENT.size());
  }

  private static String answer(String more) {
    return "{\"tokeniser\":\"tokeniser-one\",\"elements\":\"%s\",\"proof\":\"%s\"%s}"
        .formatted(ELEMENT.base64Url(), PROOF.base64Url(), more);
  }

  private static void refused(ThrowingCallable call) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }
}
