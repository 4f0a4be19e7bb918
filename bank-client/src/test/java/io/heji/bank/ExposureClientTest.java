package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.bank.profile.BankKeys;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.Limits;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.played.PlayedPolicy;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.query.MetricState;
import io.heji.protocol.subject.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole path of a question, with the real messages and cryptography on both sides. */
class ExposureClientTest extends AskingBank {
  @Test
  void opensTheTotalOfAllPlatformsEachRoundedUp() throws Exception {
    ExposureAnswer answer = client(PlayedFederation.BANK).ask(request(KNOWN));

    List<MetricAnswer> metrics = answer.subjects().getFirst();
    assertThat(metrics.get(0).total()).isEqualTo(OptionalLong.of(1_240_000 + 10_000));
    assertThat(metrics.get(0).errorBound()).isEqualTo(4 * PlayedPolicy.AMOUNT_UNIT);
    assertThat(metrics.get(1).total()).isEqualTo(OptionalLong.of(2));
    assertThat(metrics.get(2).state()).isEqualTo(MetricState.ZERO);
    assertThat(metrics.get(2).total()).isEqualTo(OptionalLong.of(0));
    assertThat(answer.coverage().summed()).hasSize(4);
    assertThat(answer.currency()).isEqualTo("CNY");
  }

  @Test
  void tellsNoRecordZeroAndSuppressedApart() throws Exception {
    List<Metric> metrics =
        List.of(Metric.CREDIT_LIMIT, Metric.OVERDUE_AMOUNT, Metric.OUTSTANDING_PRINCIPAL);
    AskRequest both = request(List.of(KNOWN, OTHER), metrics);

    ExposureAnswer answer = client(PlayedFederation.BANK).ask(both);

    assertThat(states(answer, 0))
        .containsExactly(MetricState.SUPPRESSED, MetricState.ZERO, MetricState.VALUE);
    assertThat(states(answer, 1)).containsOnly(MetricState.NO_RECORD);
    assertThat(answer.subjects().get(1)).allSatisfy(metric -> assertThat(metric.total()).isEmpty());
  }

  @Test
  void leavesOutPlatformsOfTheBanksOwnGroup() throws Exception {
    ExposureAnswer answer = client(PlayedFederation.GROUP_BANK).ask(request(KNOWN));

    assertThat(answer.coverage().summed())
        .extracting(Coverage.Platform::id)
        .containsExactlyElementsOf(PlayedFederation.PLATFORMS.subList(1, 4));
    assertThat(answer.coverage().ownGroup()).extracting(Coverage.Platform::id).containsExactly(A);
    assertThat(states(answer, 0).getFirst()).isEqualTo(MetricState.SUPPRESSED);
  }

  @Test
  void namesPlatformsOfTheDirectoryThatAreNotOnTheRoster() throws Exception {
    gateway.documents = federation.documents(1, 2, PlayedFederation.PLATFORMS.subList(0, 3));

    ExposureAnswer answer = client(PlayedFederation.BANK).ask(request(KNOWN));

    assertThat(answer.coverage().absent())
        .extracting(Coverage.Platform::id)
        .containsExactly(PlayedFederation.PLATFORMS.get(3));
  }

  @Test
  void namesAPlatformOfTheBanksGroupAsSuchAlsoWhenItIsNotOnTheRoster() throws Exception {
    gateway.documents = federation.documents(1, 2, PlayedFederation.PLATFORMS.subList(1, 4));

    ExposureAnswer answer = client(PlayedFederation.GROUP_BANK).ask(request(KNOWN));

    assertThat(answer.coverage().ownGroup()).extracting(Coverage.Platform::id).containsExactly(A);
    assertThat(answer.coverage().absent()).isEmpty();
  }

  @Test
  void fetchesAnAnswerThatWasLostOnTheWay() throws Exception {
    gateway.loseAnswers = true;
    ExposureClient client = client(PlayedFederation.BANK);
    assertThatExceptionOfType(GatewayUnreachableException.class)
        .isThrownBy(() -> client.ask(request(KNOWN)))
        .withMessageContaining("fetch");
    Path pending = onlyFile(home.resolve("state").resolve("pending"));
    String queryId = pending.getFileName().toString().replace(".sealed", "");

    ExposureAnswer answer = client(PlayedFederation.BANK).fetch(queryId);

    assertThat(answer.queryId()).isEqualTo(queryId);
    assertThat(answer.subjects().getFirst().getFirst().total())
        .isEqualTo(OptionalLong.of(1_250_000));
    assertThat(Files.readString(pending, StandardCharsets.ISO_8859_1))
        .doesNotContain("tagKey", "padSeeds", "query");
  }

  /** What was in force when it was asked says what its answer must be. */
  @Test
  void fetchesAnAnswerAlsoWhenItsDocumentsHaveExpiredSince() throws Exception {
    Instant expires = PlayedFederation.NOW.plusSeconds(1);
    federation.directoryExpires(expires);
    federation.policyExpires(expires);
    gateway.documents = federation.documents();
    String queryId = client(PlayedFederation.BANK).ask(request(KNOWN)).queryId();
    ExposureClient later =
        client(
            PlayedFederation.BANK,
            federation.bankKeys(PlayedFederation.BANK),
            federation,
            gateway,
            home,
            InstantSource.fixed(expires));

    assertThat(later.fetch(queryId).subjects().getFirst().getFirst().total())
        .isEqualTo(OptionalLong.of(1_250_000));
  }

  @Test
  void refusesAKeptQuestionThatStandsUnderAnothersName() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    Path pending = home.resolve("state").resolve("pending");
    String first = client.ask(request(KNOWN)).queryId();
    String second = client.ask(request(KNOWN)).queryId();
    Files.copy(
        pending.resolve(first + ".sealed"),
        pending.resolve(second + ".sealed"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> client.fetch(second))
        .withMessageContaining("does not open");
    assertThat(client.fetch(first).queryId()).isEqualTo(first);
  }

  @Test
  void asksNothingWhenTheKeysOfTheAnswerCannotBeStored() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    Path pending = home.resolve("state").resolve("pending");
    Files.delete(pending);

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.ask(request(KNOWN)));

    assertThat(gateway.queries).isZero();
  }

  @Test
  void fetchRefusesWhatIsNoQueryIdOrNotKept() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);

    refusedAs(ProblemType.MALFORMED_REQUEST, () -> client.fetch("../../keys/store"));
    refusedAs(ProblemType.NOT_FOUND, () -> client.fetch("01956f2e-1111-7111-8111-111111111111"));
  }

  @Test
  void asksNothingWithoutAConsentThatCoversTheQuestion() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    Consent expired = consent(-10, 0, "loan-approval");
    Consent future = consent(1, 10, "loan-approval");
    Consent other = consent(-10, 10, "fraud-check");

    for (Consent consent : List.of(expired, future, other)) {
      AskRequest request =
          AskRequest.of(List.of(KNOWN), "loan-approval", ASKED, consent, "operator-1");
      refusedAs(ProblemType.CONSENT_INVALID, () -> client.ask(request));
    }

    assertThat(gateway.evaluations).isZero();
  }

  @Test
  void asksNothingThatThePolicyBundleDoesNotDisclose() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);

    refusedAs(
        ProblemType.METRIC_NOT_PERMITTED,
        () -> client.ask(request(List.of(KNOWN), List.of(Metric.APPLICATIONS_90D))));

    assertThat(gateway.evaluations).isZero();
  }

  @Test
  void asksNothingWhileTheDirectorySuspendsIt() throws Exception {
    federation.suspend(PlayedFederation.BANK);
    gateway.documents = federation.documents(2, 1, PlayedFederation.PLATFORMS);
    ExposureClient client = client(PlayedFederation.BANK);

    refusedAs(ProblemType.PARTY_SUSPENDED, () -> client.ask(request(KNOWN)));

    assertThat(gateway.evaluations).isZero();
  }

  /** Which of the two forms or units would count nobody could say. */
  @Test
  void asksNothingUnderAPolicyBundleThatHasAMetricTwice() throws Exception {
    ArrayNode metrics = (ArrayNode) federation.policy().path("metrics");
    metrics.add(metrics.path(0).deepCopy());
    gateway.documents = federation.documents();
    ExposureClient client = client(PlayedFederation.BANK);

    refusedAs(ProblemType.MALFORMED_REQUEST, () -> client.ask(request(KNOWN)));

    assertThat(gateway.evaluations).isZero();
  }

  @Test
  void asksNothingUnderAPolicyBundleThatHasExpired() throws Exception {
    federation.policyExpires(PlayedFederation.NOW);
    gateway.documents = federation.documents();
    ExposureClient client = client(PlayedFederation.BANK);

    refusedAs(ProblemType.WRONG_POLICY, () -> client.ask(request(KNOWN)));

    assertThat(gateway.evaluations).isZero();
  }

  @Test
  void asksNothingWhenTooFewCompanyGroupsWouldBeSummed() throws Exception {
    gateway.documents = federation.documents(1, 2, PlayedFederation.PLATFORMS.subList(0, 3));
    ExposureClient client = client(PlayedFederation.GROUP_BANK);

    refusedAs(ProblemType.FLOOR_NOT_MET, () -> client.ask(request(KNOWN)));

    assertThat(gateway.evaluations).isZero();
  }

  @Test
  void refusesToSignWithKeysThatTheDirectoryDoesNotList() throws Exception {
    BankKeys strange =
        new BankKeys(
            Es256PrivateKey.generate(federation.randomness()),
            Es256PrivateKey.generate(federation.randomness()));
    ExposureClient client = client(PlayedFederation.BANK, strange);

    refusedAs(ProblemType.SIGNATURE_INVALID, () -> client.ask(request(KNOWN)));
  }

  @Test
  void refusesAQuestionThatIsNoQuestion() {
    Consent consent = consent(-1, 1, "loan-approval");

    refusedAs(
        ProblemType.MALFORMED_REQUEST,
        () -> AskRequest.of(List.of(KNOWN, KNOWN), "loan-approval", ASKED, consent, "o"));
    refusedAs(
        ProblemType.MALFORMED_REQUEST,
        () -> AskRequest.of(List.of(), "loan-approval", ASKED, consent, "o"));
    refusedAs(
        ProblemType.MALFORMED_REQUEST,
        () ->
            AskRequest.of(
                List.of(KNOWN),
                "loan-approval",
                List.of(Metric.LENDERS, Metric.LENDERS),
                consent,
                "o"));
  }

  @Test
  void takesAsManySubjectsAsTheLimitAndNotOneMore() throws Exception {
    List<Subject> most =
        IntStream.range(0, Limits.SUBJECTS_MAX)
            .mapToObj(i -> subject("phone", "+86138001" + (10_000 + i)))
            .toList();
    List<Subject> more = new ArrayList<>(most);
    more.add(KNOWN);

    assertThat(request(most, ASKED).subjects()).hasSize(Limits.SUBJECTS_MAX);
    refusedAs(ProblemType.BATCH_TOO_LARGE, () -> request(more, ASKED));
  }

  @Test
  void takesAnOperatorOfOneCharacterToTheLimit() throws Exception {
    String longest = "o".repeat(Limits.OPAQUE_ID_LENGTH_MAX);

    assertThat(askedBy("o").operator()).isEqualTo("o");
    assertThat(askedBy(longest).operator()).isEqualTo(longest);
    refusedAs(ProblemType.MALFORMED_REQUEST, () -> askedBy(""));
    refusedAs(ProblemType.MALFORMED_REQUEST, () -> askedBy(longest + "o"));
  }

  private static AskRequest askedBy(String operator) throws RefusedException {
    return AskRequest.of(
        List.of(KNOWN), "loan-approval", ASKED, consent(-1, 1, "loan-approval"), operator);
  }

  @Test
  void showsNeitherSubjectsNorTotalsInTexts() throws Exception {
    AskRequest request = request(KNOWN);
    ExposureAnswer answer = client(PlayedFederation.BANK).ask(request);

    assertThat(request.toString() + answer + answer.subjects())
        .doesNotContain("1101", "1250000", "1_250_000");
  }

  private static List<MetricState> states(ExposureAnswer answer, int subject) {
    return answer.subjects().get(subject).stream().map(MetricAnswer::state).toList();
  }
}
