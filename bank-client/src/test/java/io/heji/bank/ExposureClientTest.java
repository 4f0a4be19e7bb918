package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.bank.profile.BankKeys;
import io.heji.bank.store.BankStore;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.played.PlayedPolicy;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.query.MetricState;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.EvaluationAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole path of a question, with the real messages and cryptography on both sides. */
class ExposureClientTest {
  static final Subject KNOWN = subject("110101199003070003");
  static final Subject OTHER = subject("110101200002290018");
  private static final List<Metric> ASKED =
      List.of(Metric.OUTSTANDING_PRINCIPAL, Metric.LENDERS, Metric.OVERDUE_AMOUNT);
  private static final PartyId A = PlayedFederation.PLATFORMS.get(0);
  private static final PartyId B = PlayedFederation.PLATFORMS.get(1);
  private static final PartyId C = PlayedFederation.PLATFORMS.get(2);

  @TempDir Path home;
  private final PlayedFederation federation = new PlayedFederation(7);
  private final PlayedGateway gateway = new PlayedGateway(federation);

  @BeforeEach
  void someLoans() throws RefusedException {
    gateway.book(A, KNOWN, Map.of(Metric.OUTSTANDING_PRINCIPAL, 1_234_501L, Metric.LENDERS, 1L));
    gateway.book(B, KNOWN, Map.of(Metric.OUTSTANDING_PRINCIPAL, 1L, Metric.LENDERS, 1L));
    gateway.book(C, KNOWN, Map.of(Metric.CREDIT_LIMIT, 5L));
  }

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
  void keepsTokensOfTheEpochAlsoOnDisk() throws Exception {
    ExposureClient first = client(PlayedFederation.BANK);
    first.ask(request(KNOWN));
    first.ask(request(KNOWN));
    assertThat(gateway.evaluations).isEqualTo(1);

    ExposureAnswer again = client(PlayedFederation.BANK).ask(request(List.of(KNOWN), ASKED));

    assertThat(gateway.evaluations).isEqualTo(1);
    assertThat(again.subjects().getFirst().getFirst().total())
        .isEqualTo(OptionalLong.of(1_250_000));
  }

  @Test
  @Timeout(60)
  void aTokenRoundThatHangsHoldsUpNoQuestionWhoseTokensAreKept() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    client.ask(request(KNOWN));
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    gateway.tamperEvaluations =
        answers -> {
          hanging.countDown();
          awaitUninterruptibly(release);
          return answers;
        };
    CompletableFuture<ExposureAnswer> slow =
        CompletableFuture.supplyAsync(() -> askUnchecked(client, OTHER));
    hanging.await();

    ExposureAnswer answer = client.ask(request(KNOWN));

    assertThat(slow).isNotDone();
    assertThat(answer.subjects()).hasSize(1);
    release.countDown();
    assertThat(slow.get().subjects()).hasSize(1);
  }

  @Test
  void tokenisesAnewWhenKeptTokensWereTornOrChanged() throws Exception {
    client(PlayedFederation.BANK).ask(request(KNOWN));
    Path kept = onlyFile(home.resolve("state").resolve("tokens"));
    byte[] content = Files.readAllBytes(kept);
    content[40] ^= 1;
    Files.write(kept, Arrays.copyOf(content, content.length - 1));

    ExposureAnswer answer = client(PlayedFederation.BANK).ask(request(KNOWN));

    assertThat(gateway.evaluations).isEqualTo(2);
    assertThat(answer.subjects().getFirst().getFirst().total())
        .isEqualTo(OptionalLong.of(1_250_000));
  }

  @Test
  void keepsAsManyTokensInMemoryAsTheLimitAndDropsTheOldest() throws Exception {
    client(PlayedFederation.BANK).ask(request(KNOWN));
    String key = onlyFile(home.resolve("state/tokens")).getFileName().toString();
    Map<Bytes, SecretBytes> others = new LinkedHashMap<>();
    SecretBytes token = SecretBytes.random(32, federation.randomness());
    for (int i = 1; i < BankLimits.TOKENS_KEPT_MAX; i++) {
      others.put(Bytes.copyOf(ByteBuffer.allocate(32).putInt(i).array()), token);
    }
    BankStore.open(home.resolve("state"), home.resolve("store.key"), federation.randomness())
        .keptTokens()
        .append(key.replace(".sealed", ""), others);
    ExposureClient client = client(PlayedFederation.BANK);
    client.ask(request(KNOWN));
    assertThat(gateway.evaluations).isEqualTo(1);

    client.ask(request(OTHER));
    client.ask(request(OTHER));
    assertThat(gateway.evaluations).isEqualTo(2);
    client.ask(request(KNOWN));

    assertThat(gateway.evaluations).isEqualTo(3);
  }

  @Test
  void clientsStartNoEngineEach() throws Exception {
    client(PlayedFederation.BANK).ask(request(KNOWN));
    Set<String> before = engineThreads();

    for (int i = 0; i < 3; i++) {
      ExposureClient client =
          client(
              PlayedFederation.BANK,
              federation.bankKeys(PlayedFederation.BANK),
              federation,
              gateway,
              Files.createDirectory(home.resolve("home-" + i)));
      client.ask(request(manySubjects(), List.of(Metric.LENDERS)));
    }

    assertThat(engineThreads())
        .hasSizeLessThanOrEqualTo(before.size() + Runtime.getRuntime().availableProcessors());
  }

  private static List<Subject> manySubjects() {
    return IntStream.range(0, 2 * 128 + 2)
        .mapToObj(i -> phone("+86138001" + (10_000 + i)))
        .toList();
  }

  private static Set<String> engineThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("heji-engine-"))
        .map(thread -> thread.getName() + "@" + thread.threadId())
        .collect(Collectors.toSet());
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
  void refusesAnEvaluationWithAnotherProofAndKeepsNoToken() throws Exception {
    gateway.tamperEvaluations =
        answers -> {
          EvaluationAnswer first = answers.get(0);
          EvaluationAnswer second = answers.get(1);
          return List.of(
              new EvaluationAnswer(first.tokeniser(), first.elements(), second.proof()), second);
        };
    ExposureClient client = client(PlayedFederation.BANK);

    notVerifiedAs(ProblemType.EVALUATION_INVALID, () -> client.ask(request(KNOWN)));
    gateway.tamperEvaluations = List::copyOf;
    client.ask(request(KNOWN));

    assertThat(gateway.evaluations).isEqualTo(2);
  }

  @Test
  @DisplayName("⚔ withheld tokeniser")
  void refusesEvaluationsOfOneTokeniserAlone() throws Exception {
    gateway.tamperEvaluations = answers -> answers.subList(0, 1);
    ExposureClient client = client(PlayedFederation.BANK);

    notVerifiedAs(ProblemType.EVALUATION_INVALID, () -> client.ask(request(KNOWN)));

    assertThat(gateway.queries).isZero();
  }

  @Test
  @DisplayName("⚔ rollback")
  void neverGoesBackToAnOlderDocument() throws Exception {
    gateway.documents = federation.documents(2, 2, PlayedFederation.PLATFORMS);
    client(PlayedFederation.BANK).ask(request(KNOWN));

    gateway.documents = federation.documents(2, 1, PlayedFederation.PLATFORMS);
    notVerifiedAs(
        ProblemType.WRONG_ROSTER, () -> client(PlayedFederation.BANK).ask(request(KNOWN)));
    gateway.documents = federation.documents(1, 2, PlayedFederation.PLATFORMS);
    notVerifiedAs(
        ProblemType.WRONG_DIRECTORY, () -> client(PlayedFederation.BANK).ask(request(KNOWN)));
    gateway.documents = federation.documents(2, 2, PlayedFederation.PLATFORMS.subList(0, 3));
    notVerifiedAs(
        ProblemType.WRONG_ROSTER, () -> client(PlayedFederation.BANK).ask(request(KNOWN)));

    assertThat(gateway.queries).isEqualTo(1);
  }

  @Test
  void refusesDocumentsOfOtherRegulators() throws Exception {
    gateway.documents = new PlayedFederation(8).documents();
    ExposureClient client = client(PlayedFederation.BANK);

    assertThatExceptionOfType(NotVerifiedException.class)
        .isThrownBy(() -> client.ask(request(KNOWN)));
    assertThat(gateway.evaluations).isZero();
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
  void asksNothingUnderAPolicyBundleThatHasExpired() throws Exception {
    federation.policyExpires(PlayedFederation.NOW);
    gateway.documents = federation.documents();
    ExposureClient client = client(PlayedFederation.BANK);

    refusedAs(ProblemType.WRONG_POLICY, () -> client.ask(request(KNOWN)));

    assertThat(gateway.evaluations).isZero();
  }

  /** Their signatures were verified at the first question; their time counts at each. */
  @Test
  void asksNothingUnderDocumentsThatHaveExpiredSinceTheyWereVerified() throws Exception {
    Instant expires = PlayedFederation.NOW.plusSeconds(2);
    AtomicReference<Instant> now = new AtomicReference<>(PlayedFederation.NOW);
    federation.directoryExpires(expires);
    gateway.documents = federation.documents(2, 2, PlayedFederation.PLATFORMS);
    ExposureClient client = clientAt(now);
    client.ask(request(KNOWN));
    now.set(expires.minusSeconds(1));
    client.ask(request(KNOWN));

    now.set(expires);
    notVerifiedAs(ProblemType.WRONG_DIRECTORY, () -> client.ask(request(KNOWN)));

    assertThat(gateway.queries).isEqualTo(2);
  }

  @Test
  void asksForDocumentsAgainWhenTheyHaveServedTheirTime() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(PlayedFederation.NOW);
    ExposureClient client = clientAt(now);
    client.ask(request(KNOWN));
    now.set(PlayedFederation.NOW.plus(BankLimits.DOCUMENTS_SERVE_MAX));
    client.ask(request(KNOWN));
    assertThat(gateway.documentsAsked).isEqualTo(1);

    now.set(PlayedFederation.NOW.plus(BankLimits.DOCUMENTS_SERVE_MAX).plusNanos(1));
    client.ask(request(KNOWN));
    assertThat(gateway.documentsAsked).isEqualTo(2);

    // A clock that was set back says nothing about how old they are.
    now.set(PlayedFederation.NOW);
    client.ask(request(KNOWN));
    assertThat(gateway.documentsAsked).isEqualTo(3);
  }

  @Test
  void asksAgainByTheNewDocumentsWhenThoseOfAMomentAgoAreRefused() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    client.ask(request(KNOWN));
    gateway.documents = federation.documents(1, 2, PlayedFederation.PLATFORMS.subList(0, 3));

    ExposureAnswer answer = client.ask(request(KNOWN));

    assertThat(answer.coverage().summed()).hasSize(3);
    assertThat(gateway.documentsAsked).isEqualTo(2);
  }

  /** Every question counts at every platform, and nothing else would come of it. */
  @Test
  void doesNotRepeatByTheSameDocuments() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    client.ask(request(KNOWN));
    gateway.refuseQueries = Optional.of(ProblemType.WRONG_ROSTER);

    refusedAs(ProblemType.WRONG_ROSTER, () -> client.ask(request(KNOWN)));

    assertThat(gateway.documentsAsked).isEqualTo(2);
    assertThat(gateway.queries).isEqualTo(2);
  }

  /** Else a mistake of the bank's own would be sent twice. */
  @Test
  void doesNotRepeatWhatIsRefusedForAnotherReasonButAsksForDocumentsBeforeTheNext()
      throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    client.ask(request(KNOWN));
    gateway.refuseQueries = Optional.of(ProblemType.QUOTA_EXCEEDED);
    refusedAs(ProblemType.QUOTA_EXCEEDED, () -> client.ask(request(KNOWN)));
    assertThat(gateway.documentsAsked).isEqualTo(1);

    gateway.refuseQueries = Optional.empty();
    client.ask(request(KNOWN));
    assertThat(gateway.documentsAsked).isEqualTo(2);
  }

  /** Also after one that went by documents fetched for it: it may have been their fault. */
  @Test
  void asksForDocumentsAgainAfterAFirstQuestionThatWasRefused() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    gateway.refuseQueries = Optional.of(ProblemType.MEMBER_UNAVAILABLE);
    refusedAs(ProblemType.MEMBER_UNAVAILABLE, () -> client.ask(request(KNOWN)));

    gateway.refuseQueries = Optional.empty();
    client.ask(request(KNOWN));

    assertThat(gateway.documentsAsked).isEqualTo(2);
  }

  @Test
  void asksForDocumentsWhenAnotherProcessOfTheBankHasSeenNewerOnes() throws Exception {
    ExposureClient client = client(PlayedFederation.BANK);
    client.ask(request(KNOWN));
    gateway.documents = federation.documents(1, 2, PlayedFederation.PLATFORMS);
    client(PlayedFederation.BANK).ask(request(KNOWN));

    client.ask(request(KNOWN));

    assertThat(gateway.documentsAsked).isEqualTo(3);
    assertThat(gateway.queries).isEqualTo(3);
  }

  @Test
  void asksNothingUnderADirectoryOrKeyStatementThatHasExpired() throws Exception {
    federation.directoryExpires(PlayedFederation.NOW.plusSeconds(1));
    federation.statementsValidTo(PlayedFederation.NOW.plusSeconds(1));
    gateway.documents = federation.documents(2, 2, PlayedFederation.PLATFORMS);
    client(PlayedFederation.BANK).ask(request(KNOWN));

    federation.statementsValidTo(PlayedFederation.NOW);
    gateway.documents = federation.documents(2, 3, PlayedFederation.PLATFORMS);
    notVerifiedAs(
        ProblemType.WRONG_ROSTER, () -> client(PlayedFederation.BANK).ask(request(KNOWN)));
    federation.directoryExpires(PlayedFederation.NOW);
    gateway.documents = federation.documents(3, 3, PlayedFederation.PLATFORMS);
    notVerifiedAs(
        ProblemType.WRONG_DIRECTORY, () -> client(PlayedFederation.BANK).ask(request(KNOWN)));

    assertThat(gateway.queries).isEqualTo(1);
  }

  @Test
  void asksAboutPeopleWithAKeptTokenWhileATokeniserIsSuspendedAndAboutNobodyElse()
      throws Exception {
    client(PlayedFederation.BANK).ask(request(KNOWN));
    federation.suspend(PlayedFederation.TOKENISERS.getFirst());
    gateway.documents = federation.documents(2, 1, PlayedFederation.PLATFORMS);
    ExposureClient client = client(PlayedFederation.BANK);

    client.ask(request(KNOWN));
    refusedAs(ProblemType.TOKENISER_UNAVAILABLE, () -> client.ask(request(OTHER)));

    assertThat(gateway.evaluations).isEqualTo(1);
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
  void showsNeitherSubjectsNorTotalsInTexts() throws Exception {
    AskRequest request = request(KNOWN);
    ExposureAnswer answer = client(PlayedFederation.BANK).ask(request);

    assertThat(request.toString() + answer + answer.subjects())
        .doesNotContain("1101", "1250000", "1_250_000");
  }

  private ExposureClient clientAt(AtomicReference<Instant> now) throws IOException {
    return client(
        PlayedFederation.BANK,
        federation.bankKeys(PlayedFederation.BANK),
        federation,
        gateway,
        home,
        now::get);
  }

  private ExposureClient client(PartyId bank) throws IOException {
    return client(bank, federation.bankKeys(bank));
  }

  private ExposureClient client(PartyId bank, BankKeys keys) throws IOException {
    return client(bank, keys, federation, gateway, home);
  }

  static ExposureClient client(
      PartyId bank, BankKeys keys, PlayedFederation federation, PlayedGateway gateway, Path home)
      throws IOException {
    return client(bank, keys, federation, gateway, home, InstantSource.fixed(PlayedFederation.NOW));
  }

  private static ExposureClient client(
      PartyId bank,
      BankKeys keys,
      PlayedFederation federation,
      PlayedGateway gateway,
      Path home,
      InstantSource clock)
      throws IOException {
    return new ExposureClient(
        bank,
        keys,
        federation.pinned(),
        gateway,
        BankStore.open(home.resolve("state"), home.resolve("store.key"), federation.randomness()),
        clock,
        federation.randomness());
  }

  private static ExposureAnswer askUnchecked(ExposureClient client, Subject subject) {
    try {
      return client.ask(request(subject));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static AskRequest request(Subject subject) throws RefusedException {
    return request(List.of(subject), ASKED);
  }

  static AskRequest request(List<Subject> subjects, List<Metric> metrics) throws RefusedException {
    return AskRequest.of(
        subjects, "loan-approval", metrics, consent(-1, 10, "loan-approval"), "operator-1");
  }

  private static Consent consent(int grantedInDays, int expiresInDays, String purpose) {
    return new Consent(
        "consent-1",
        PlayedFederation.NOW.plus(Duration.ofDays(grantedInDays)),
        PlayedFederation.NOW.plus(Duration.ofDays(expiresInDays)),
        List.of(purpose));
  }

  private static List<MetricState> states(ExposureAnswer answer, int subject) {
    return answer.subjects().get(subject).stream().map(MetricAnswer::state).toList();
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  private static Subject subject(String number) {
    return subject("cn-resident-id", number);
  }

  private static Subject phone(String number) {
    return subject("phone", number);
  }

  private static Subject subject(String scheme, String number) {
    return switch (Subjects.normalise(scheme, number)) {
      case Normalised.Accepted(Subject subject) -> subject;
      case Normalised.Refused(var reason) -> throw new IllegalArgumentException(reason.sentence());
    };
  }

  private static void refusedAs(ProblemType type, ThrowingCallable call) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }

  private static void notVerifiedAs(ProblemType type, ThrowingCallable call) {
    assertThatExceptionOfType(NotVerifiedException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }
}
