package io.heji.bank;

import static io.heji.bank.PublishedSession.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.GroupEngines;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.MetricState;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.SubjectRefusal;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.SignedEvaluationRequest;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/protocol/vectors/session*.json}: one question of a bank each, every message and key
 * of it, and answers that must be refused. {@code ./heji vectors} makes the files anew (signatures
 * and proofs are random); otherwise the files as they are must be read exactly as they say.
 */
class PublishedVectorsTest {
  @BeforeAll
  static void makeTheFilesIfAsked() throws Exception {
    if (PublishedSession.WRITE) {
      PublishedSession.write("session.json", SessionWriting.ofAStranger().session());
      PublishedSession.write("session-own-group.json", SessionWriting.ofKin().session());
    }
  }

  private static Stream<PublishedSession> sessions() {
    return PublishedSession.all();
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void theTokenRoundGivesTheTokens(PublishedSession session) throws Exception {
    JsonNode round = session.path("tokenRound");
    TokenRound blinded = session.blind();

    assertThat(blinded.elements()).isEqualTo(bytes(round.path("elements")));
    SignedEvaluationRequest request = SignedEvaluationRequest.read(round.path("request").asText());
    request.verifyAsker(session.federation(), _ -> {}, session.now());
    assertThat(request.verifyElements(blinded.elements(), GroupEngines.bouncyCastle()::decode))
        .hasSize(round.path("subjects").size());
    List<Token> tokens =
        blinded.finish(session.federation(), PublishedSession.answers(round.path("answers")));
    assertThat(tokens.stream().map(PublishedSession::revealed).toList())
        .isEqualTo(PublishedSession.list(round.path("tokens")));
  }

  @TestFactory
  Stream<DynamicTest> refusesEachOfTheseEvaluations() {
    return sessions()
        .flatMap(
            session ->
                PublishedSession.each(
                    session.file(),
                    session.path("tokenRound").path("refuse"),
                    refused -> {
                      TokenRound blinded = session.blind();
                      Federation federation = session.federation();
                      List<EvaluationAnswer> answers =
                          PublishedSession.answers(refused.path("answers"));
                      assertThatExceptionOfType(RefusedException.class)
                          .isThrownBy(() -> blinded.finish(federation, answers))
                          .satisfies(r -> assertThat(r.type().slug()).isEqualTo(problem(refused)));
                    }));
  }

  private static String problem(JsonNode refused) {
    return refused.path("problem").asText();
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void theQueryCommitsToTheTokensAndItsHashCoversNoSignature(PublishedSession session)
      throws Exception {
    SignedQuery query = SignedQuery.read(session.path("query").path("jws").asText());
    List<Token> tokens =
        PublishedSession.list(session.path("tokenRound").path("tokens")).stream()
            .map(token -> Token.of(SecretBytes.of(token)))
            .toList();

    assertThat(query.hash()).isEqualTo(bytes(session.path("query").path("hash")));
    assertThat(query.query().tokens()).isEqualTo(SealedTokens.commitment(session.tagKey(), tokens));
    Party bank = query.verifyIssuer(session.federation(), session.now());
    query.verifyDocuments(session.federation());
    assertThat(query.verifySet(session.federation(), bank).hash())
        .isEqualTo(bytes(session.path("query").path("setHash")));
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void theDisclosureOpensToTheTotals(PublishedSession session) throws Exception {
    ExposureAnswer answer = session.verifier().verify(session.path("disclosure").asText());

    assertThat(PublishedSession.opened(answer)).isEqualTo(session.path("opened"));
  }

  /** Every state there is stands in one of the sessions, and a coverage with both lists. */
  @Test
  void theSessionsShowEveryStateAndACoverage() throws Exception {
    Set<String> states = new TreeSet<>();
    sessions()
        .flatMap(session -> session.path("opened").findValuesAsText("state").stream())
        .forEach(states::add);
    PublishedSession kin = PublishedSession.read("session-own-group.json");
    Coverage coverage = kin.verifier().verify(kin.path("disclosure").asText()).coverage();

    assertThat(states)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MetricState.values()).map(MetricState::wireName).toList());
    assertThat(coverage.ownGroup()).hasSize(2);
    assertThat(coverage.absent()).hasSize(2);
  }

  @TestFactory
  Stream<DynamicTest> refusesEachOfTheseDisclosures() {
    return sessions()
        .flatMap(
            session ->
                PublishedSession.each(
                    session.file(),
                    session.path("refuse"),
                    refused -> {
                      DisclosureVerifier verifier = session.verifier();
                      assertThatExceptionOfType(NotVerifiedException.class)
                          .isThrownBy(() -> verifier.verify(refused.path("disclosure").asText()))
                          .satisfies(r -> assertThat(r.type().slug()).isEqualTo(problem(refused)));
                    }));
  }

  /** {@code subjects.json}, which the identity page stands on. */
  @TestFactory
  Stream<DynamicTest> normalisesEachOfTheseSubjects() {
    JsonNode subjects = PublishedSession.readFile("subjects.json");
    return Stream.of("accept", "refuse")
        .flatMap(
            list ->
                PublishedSession.each(
                    list,
                    subjects.path(list),
                    one ->
                        assertThat(outcome(one))
                            .isEqualTo(
                                one.path(list.equals("accept") ? "subject" : "reason").asText())));
  }

  private static String outcome(JsonNode one) {
    return switch (Subjects.normalise(one.path("scheme").asText(), one.path("raw").asText())) {
      case Normalised.Accepted(Subject subject) ->
          new String(
              subject.tokenInput().toByteArray(SecretAccess.granted()), StandardCharsets.UTF_8);
      case Normalised.Refused(SubjectRefusal reason) -> reason.wireName();
    };
  }
}
