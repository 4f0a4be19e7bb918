package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.store.BankStore;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.GroupEngines;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bank's process ends in the middle of a question; the next one finds what can be found. */
class RestartTest {
  static final long ONE = 1_234_501;
  static final long OTHER = 1;
  private static final OptionalLong TOTAL = OptionalLong.of(1_240_000 + 10_000);

  @TempDir Path folder;
  private final PlayedFederation federation = new PlayedFederation(KilledBank.SEED);
  private final PlayedGateway gateway = new PlayedGateway(federation);

  /** Not an exception: nothing of the client catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void someLoans() throws RefusedException {
    gateway.book(
        PlayedFederation.PLATFORMS.get(0),
        AskingBank.KNOWN,
        Map.of(Metric.OUTSTANDING_PRINCIPAL, ONE));
    gateway.book(
        PlayedFederation.PLATFORMS.get(1),
        AskingBank.KNOWN,
        Map.of(Metric.OUTSTANDING_PRINCIPAL, OTHER));
  }

  /**
   * Goal: an answer that the gateway has is always found by its id. Method: an end before and after
   * each call of the network and at each drawing of random bytes, of which every seal on disk has
   * one just before it is written.
   */
  @Test
  void anAnswerIsFetchedWhateverStepTheProcessEndedAt() throws Exception {
    int step = 0;
    int answered = 0;
    while (endsAt(step)) {
      answered += gateway.answers.isEmpty() ? 0 : 1;
      assertThat(gateway.answers).hasSizeLessThanOrEqualTo(1);
      requireFound(home(step));
      gateway.answers.clear();
      step++;
    }

    // The question went through in the end, and one step lay between the answer and its reading.
    assertThat(gateway.answers).hasSize(1);
    assertThat(answered).isEqualTo(1);
    assertThat(step).isGreaterThan(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate-after", "query-before", "query-after"})
  @Timeout(120)
  void anAnswerIsFetchedAfterAKilledProcess(String step) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path answers = Files.createDirectory(folder.resolve("answers"));
    assertThat(KilledBank.start(home, answers, step).waitFor()).isEqualTo(KilledBank.EXIT_CODE);
    gateway.documents =
        SignedDocuments.fromJson(Files.readString(home.resolve(KilledBank.DOCUMENTS)));
    try (Stream<Path> files = Files.list(answers)) {
      for (Path file : files.toList()) {
        gateway.answers.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(gateway.answers).hasSize(step.equals("query-after") ? 1 : 0);

    requireFound(home);

    assertThat(client(home, gateway, federation.randomness()).ask(question()).subjects())
        .allSatisfy(subject -> assertThat(subject.getFirst().total()).isEqualTo(TOTAL));
    // What was tokenised and stored before the end is not asked for again.
    assertThat(gateway.evaluations).isEqualTo(step.equals("evaluate-after") ? 1 : 0);
  }

  /** Whether the process ended there, rather than having come through. */
  private boolean endsAt(int last) throws Exception {
    int[] left = {last};
    Runnable step =
        () -> {
          if (left[0]-- == 0) {
            throw new Killed();
          }
        };
    Randomness stepped =
        bytes -> {
          step.run();
          federation.randomness().fill(bytes);
        };
    GatewayApi network = new SteppedGateway(gateway, _ -> step.run());
    try {
      ExposureAnswer answer = client(home(last), network, stepped).ask(question());
      assertThat(answer.subjects().getFirst().getFirst().total()).isEqualTo(TOTAL);
      return false;
    } catch (Killed atThisStep) {
      return true;
    }
  }

  /** Every question of the store is answered as the gateway has it, and it has no other. */
  private void requireFound(Path home) throws Exception {
    List<String> ids = store(home).pendingQueries().ids();
    Set<String> fetched = new HashSet<>();
    ExposureClient client = client(home, gateway, federation.randomness());
    for (String id : ids) {
      if (gateway.answers.containsKey(id)) {
        ExposureAnswer first = client.fetch(id);
        assertThat(first.queryId()).isEqualTo(id);
        assertThat(first.subjects().getFirst().getFirst().total()).isEqualTo(TOTAL);
        assertThat(client.fetch(id)).isEqualTo(first);
        fetched.add(id);
      } else {
        assertThatExceptionOfType(RefusedException.class)
            .isThrownBy(() -> client.fetch(id))
            .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.NOT_FOUND));
      }
    }
    assertThat(fetched).isEqualTo(gateway.answers.keySet());
  }

  private ExposureClient client(Path home, GatewayApi network, Randomness randomness)
      throws IOException {
    return new ExposureClient(
        PlayedFederation.BANK,
        federation.bankKeys(PlayedFederation.BANK),
        federation.pinned(),
        network,
        BankStore.open(home.resolve("state"), home.resolve("store.key"), randomness),
        InstantSource.fixed(PlayedFederation.NOW),
        randomness,
        GroupEngines.bouncyCastle());
  }

  private BankStore store(Path home) throws IOException {
    return BankStore.open(
        home.resolve("state"), home.resolve("store.key"), federation.randomness());
  }

  private Path home(int step) throws IOException {
    return Files.createDirectories(folder.resolve("home-" + step));
  }

  private static AskRequest question() throws RefusedException {
    return AskingBank.request(AskingBank.KNOWN);
  }
}
