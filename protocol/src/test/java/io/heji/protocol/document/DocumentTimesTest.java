package io.heji.protocol.document;

import static io.heji.protocol.document.PlayedDocuments.GATEWAY;
import static io.heji.protocol.document.PlayedDocuments.NAME;
import static io.heji.protocol.document.PlayedDocuments.NOW;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_A;
import static io.heji.protocol.document.PlayedDocuments.PLATFORM_B;
import static io.heji.protocol.document.PlayedDocuments.TOKENISER_ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** For which federation, epoch and time a document is, at each bound and one second beyond. */
class DocumentTimesTest {
  private static final Duration SKEW = Limits.CLOCK_SKEW_MAX;

  private final PlayedDocuments played = new PlayedDocuments();

  @Test
  void takesADirectoryFromWhenItWasMadeUntilItExpires() {
    Instant first = played.start().minus(SKEW);
    played.statementsValidTo(played.directoryExpires().plusSeconds(9));

    takesAt(first);
    refusesAt(first.minusSeconds(1), ProblemType.WRONG_DIRECTORY, "not valid now");
    takesAt(played.directoryExpires().minusSeconds(1));
    refusesAt(played.directoryExpires(), ProblemType.WRONG_DIRECTORY, "not valid now");
  }

  @Test
  void takesAStatementOfTheEpochFromItsStartToItsEndAndForARosterWithin() {
    KeyStatement statement = played.keyStatement(PLATFORM_A);
    Instant from = statement.validFrom();
    Instant to = statement.validTo();

    assertThat(statement.isFor(1, from, from.minus(SKEW))).isTrue();
    assertThat(statement.isFor(1, from, to.minusSeconds(1))).isTrue();
    assertThat(statement.isFor(2, from, from)).isFalse();
    assertThat(statement.isFor(1, from, from.minus(SKEW).minusSeconds(1))).isFalse();
    assertThat(statement.isFor(1, from, to)).isFalse();
    assertThat(statement.isFor(1, to, from)).isFalse();
  }

  @Test
  void refusesARosterThatNamesAStatementOutsideItsTime() {
    played.statementsValidTo(NOW);
    refusesAt(NOW, ProblemType.WRONG_ROSTER, "not for this epoch and time");
  }

  @Test
  void refusesAStatementAndARosterOfAnotherFederation() {
    KeyStatement right = played.keyStatement(PLATFORM_A);
    refuses(
        statement("other", PLATFORM_A, right.keys()),
        ProblemType.WRONG_ROSTER,
        "of another federation");
    Roster roster = played.roster();
    String others =
        played.by(
            GATEWAY,
            Roster.TYP,
            new Roster(
                    "other",
                    1,
                    1,
                    roster.members(),
                    roster.tokenisers(),
                    roster.from(),
                    roster.reason())
                .toPayload());
    refuses(
        () -> Federation.verify(played.withRoster(others), played.pinned(), NOW),
        ProblemType.WRONG_ROSTER,
        "of another federation");
  }

  @Test
  void refusesAStatementOfAnotherRolesKeysAndOneThatAnotherSigned() {
    refuses(
        statement(NAME, PLATFORM_A, played.keyStatement(TOKENISER_ONE).keys()),
        ProblemType.WRONG_ROSTER,
        "keys of another role");
    String byAnother =
        played.by(PLATFORM_B, KeyStatement.TYP, played.keyStatement(PLATFORM_A).toPayload());
    refuses(
        () -> KeyStatement.verify(byAnother, played.directory()),
        ProblemType.SIGNATURE_INVALID,
        "not signed by its issuer's key");
  }

  @Test
  void refusesADirectoryWithoutAGatewayAndWithTwo() {
    Party gateway = played.party(GATEWAY);
    played.enter(new PartyId("gateway-two"), Role.GATEWAY, "another", "any", KeyUse.SIGNING);
    refusesAt(NOW, ProblemType.WRONG_DIRECTORY, "one gateway");
    played.parties().removeLast();
    takesAt(NOW);
    played.replace(
        GATEWAY,
        new Party(
            GATEWAY,
            Role.AUDITOR,
            gateway.name(),
            gateway.groups(),
            "any",
            gateway.status(),
            gateway.keys()));
    refusesAt(NOW, ProblemType.WRONG_DIRECTORY, "one gateway");
  }

  @Test
  void refusesDocumentsOutsideTheirTime() {
    SignedDocuments right = played.signed();
    for (Duration off : List.of(Duration.ofDays(-2), Duration.ofDays(89))) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> Federation.verify(right, played.pinned(), NOW.plus(off)))
          .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.WRONG_DIRECTORY));
    }
  }

  @Test
  void refusesADirectoryOfAnotherFederation() {
    PinnedRegulators others = new PinnedRegulators("other", 2, played.pinned().keys());
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Federation.verify(played.signed(), others, NOW))
        .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.WRONG_DIRECTORY));
  }

  private ThrowingCallable statement(String federation, PartyId party, EpochKeys keys) {
    KeyStatement like = played.keyStatement(party);
    KeyStatement other =
        new KeyStatement(federation, party, like.epoch(), like.validFrom(), like.validTo(), keys);
    String signed = played.by(party, KeyStatement.TYP, other.toPayload());
    return () -> KeyStatement.verify(signed, played.directory());
  }

  private void takesAt(Instant now) {
    assertThatCode(() -> Federation.verify(played.signed(), played.pinned(), now))
        .doesNotThrowAnyException();
  }

  private void refusesAt(Instant now, ProblemType type, String detail) {
    refuses(() -> Federation.verify(played.signed(), played.pinned(), now), type, detail);
  }

  private static void refuses(ThrowingCallable reading, ProblemType type, String detail) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(reading)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type))
        .satisfies(refused -> assertThat(refused.detail()).contains(detail));
  }
}
