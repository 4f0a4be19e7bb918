package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.bank.profile.BankKeys;
import io.heji.bank.store.BankStore;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;
import io.heji.protocol.document.EpochKeys;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.token.EvaluationAnswer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a bank has people tokenised, and when it goes by the tokens that it keeps. */
class TokenCacheTest extends AskingBank {
  private volatile Instant now = PlayedFederation.NOW;

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
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<ExposureAnswer> slow = askedUntilTheTokenisersHang(client, release);

    ExposureAnswer answer = client.ask(request(KNOWN));

    assertThat(slow).isNotDone();
    assertThat(answer.subjects()).hasSize(1);
    release.countDown();
    assertThat(slow.get().subjects()).hasSize(1);
  }

  @Test
  void erasesTheTokensOfAnEpochThatHasEndedInMemoryAndOnDisk() throws Exception {
    ExposureClient client = clientByTheClock();
    client.ask(request(KNOWN));
    Path tokens = home.resolve("state").resolve("tokens");
    Path ended = onlyFile(tokens);

    beginEpoch();
    client.ask(request(KNOWN));

    assertThat(gateway.evaluations).isEqualTo(2);
    assertThat(onlyFile(tokens)).isNotEqualTo(ended);
    client.ask(request(KNOWN));
    assertThat(gateway.evaluations).isEqualTo(2);
  }

  @Test
  @Timeout(60)
  void keepsNoTokenWhoseEpochEndedWhileTheTokenisersWorked() throws Exception {
    ExposureClient client = clientByTheClock();
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<ExposureAnswer> slow = askedUntilTheTokenisersHang(client, release);
    gateway.tamperEvaluations = answers -> answers;
    beginEpoch();
    client.ask(request(KNOWN));
    release.countDown();
    // Whether it is still answered is the gateway's to say.
    assertThat(slow.handle((_, _) -> true).get()).isTrue();
    int before = gateway.evaluations;

    client.ask(request(OTHER));

    assertThat(gateway.evaluations).isEqualTo(before + 1);
  }

  /** About somebody whose token is not kept; returns when it waits. */
  private CompletableFuture<ExposureAnswer> askedUntilTheTokenisersHang(
      ExposureClient client, CountDownLatch release) throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(1);
    gateway.tamperEvaluations =
        answers -> {
          hanging.countDown();
          awaitUninterruptibly(release);
          return answers;
        };
    CompletableFuture<ExposureAnswer> slow =
        CompletableFuture.supplyAsync(() -> askUnchecked(client, OTHER));
    hanging.await();
    return slow;
  }

  private ExposureClient clientByTheClock() throws Exception {
    BankKeys keys = federation.bankKeys(PlayedFederation.BANK);
    return client(PlayedFederation.BANK, keys, federation, gateway, home, () -> now);
  }

  /** The same keys, stated anew for the next epoch. */
  private void beginEpoch() {
    Map<PartyId, EpochKeys> same = Map.copyOf(federation.stated());
    federation.nextEpoch();
    federation.stated().putAll(same);
    gateway.documents = federation.documents(1, 2, PlayedFederation.PLATFORMS);
    now = now.plus(BankLimits.DOCUMENTS_SERVE_MAX).plusSeconds(1);
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

  /** A tokeniser that states other keys within the epoch makes all tokens new. */
  @Test
  void goesByNoTokenOfOtherStatementsOfTheTokenisers() throws Exception {
    client(PlayedFederation.BANK).ask(request(KNOWN));
    federation.statementsValidTo(federation.statementsValidTo().minusSeconds(1));
    gateway.documents = federation.documents(1, 2, PlayedFederation.PLATFORMS);

    client(PlayedFederation.BANK).ask(request(KNOWN));

    assertThat(gateway.evaluations).isEqualTo(2);
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

  private static Subject phone(String number) {
    return subject("phone", number);
  }
}
