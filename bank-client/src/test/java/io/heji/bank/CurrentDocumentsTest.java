package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.protocol.problem.ProblemType;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which documents a bank asks by, and when it asks for others. */
class CurrentDocumentsTest extends AskingBank {
  @Test
  @DisplayName("⚔ rollback")
  void neverGoesBackToAnOlderDocument() throws Exception {
    federation.policy().put("serial", 2);
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
    federation.policy().put("serial", 1);
    gateway.documents = federation.documents(2, 2, PlayedFederation.PLATFORMS);
    notVerifiedAs(
        ProblemType.WRONG_POLICY, () -> client(PlayedFederation.BANK).ask(request(KNOWN)));

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

  private ExposureClient clientAt(AtomicReference<Instant> now) throws IOException {
    return client(
        PlayedFederation.BANK,
        federation.bankKeys(PlayedFederation.BANK),
        federation,
        gateway,
        home,
        now::get);
  }
}
