package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.bank.profile.BankKeys;
import io.heji.bank.store.BankStore;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bank that asks a played gateway about people with loans, with the real messages and
 * cryptography.
 */
abstract class AskingBank {
  static final Subject KNOWN = subject("110101199003070003");
  static final Subject OTHER = subject("110101200002290018");
  static final List<Metric> ASKED =
      List.of(Metric.OUTSTANDING_PRINCIPAL, Metric.LENDERS, Metric.OVERDUE_AMOUNT);
  static final PartyId A = PlayedFederation.PLATFORMS.get(0);
  static final PartyId B = PlayedFederation.PLATFORMS.get(1);
  static final PartyId C = PlayedFederation.PLATFORMS.get(2);
  @TempDir Path home;
  final PlayedFederation federation = new PlayedFederation(7);
  final PlayedGateway gateway = new PlayedGateway(federation);

  @BeforeEach
  void someLoans() throws RefusedException {
    gateway.book(A, KNOWN, Map.of(Metric.OUTSTANDING_PRINCIPAL, 1_234_501L, Metric.LENDERS, 1L));
    gateway.book(B, KNOWN, Map.of(Metric.OUTSTANDING_PRINCIPAL, 1L, Metric.LENDERS, 1L));
    gateway.book(C, KNOWN, Map.of(Metric.CREDIT_LIMIT, 5L));
  }

  ExposureClient client(PartyId bank) throws IOException {
    return client(bank, federation.bankKeys(bank));
  }

  ExposureClient client(PartyId bank, BankKeys keys) throws IOException {
    return client(bank, keys, federation, gateway, home);
  }

  static ExposureClient client(
      PartyId bank, BankKeys keys, PlayedFederation federation, PlayedGateway gateway, Path home)
      throws IOException {
    return client(bank, keys, federation, gateway, home, InstantSource.fixed(PlayedFederation.NOW));
  }

  static ExposureClient client(
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

  static AskRequest request(Subject subject) throws RefusedException {
    return request(List.of(subject), ASKED);
  }

  static AskRequest request(List<Subject> subjects, List<Metric> metrics) throws RefusedException {
    return AskRequest.of(
        subjects, "loan-approval", metrics, consent(-1, 10, "loan-approval"), "operator-1");
  }

  static Consent consent(int grantedInDays, int expiresInDays, String purpose) {
    return new Consent(
        "consent-1",
        PlayedFederation.NOW.plus(Duration.ofDays(grantedInDays)),
        PlayedFederation.NOW.plus(Duration.ofDays(expiresInDays)),
        List.of(purpose));
  }

  static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  static Subject subject(String number) {
    return subject("cn-resident-id", number);
  }

  static Subject subject(String scheme, String number) {
    return switch (Subjects.normalise(scheme, number)) {
      case Normalised.Accepted(Subject subject) -> subject;
      case Normalised.Refused(var reason) -> throw new IllegalArgumentException(reason.sentence());
    };
  }

  static void refusedAs(ProblemType type, ThrowingCallable call) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }

  static void notVerifiedAs(ProblemType type, ThrowingCallable call) {
    assertThatExceptionOfType(NotVerifiedException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }
}
