package io.heji.policy.adoption;

import static io.heji.policy.adoption.PlayedDocuments.A;
import static io.heji.policy.adoption.PlayedDocuments.B;
import static io.heji.policy.adoption.PlayedDocuments.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That no document goes back, and for how long a roster is named before and after its time. */
class AdoptedSerialsTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T04:00:00Z");
  private static final Instant SOON = BEGIN.plusSeconds(1);
  private static final Instant LATER = BEGIN.plus(Duration.ofHours(1));
  private static final PartyId D = PlayedDocuments.PLATFORMS.get(3);

  private final PlayedDocuments play = new PlayedDocuments(BEGIN);
  private final AdoptedDocuments documents =
      new AdoptedDocuments(play.pinned(), new MemorySerials());

  @Test
  void neverAnOlderDirectoryAndNeverAnotherUnderItsSerial() throws Exception {
    play.suspend(D);
    adopt(play.signed(), BEGIN);

    assertThat(refusal(play.documents(play.directory(1), roster())))
        .isEqualTo(ProblemType.WRONG_DIRECTORY);
    play.enterSuspended(PlayedDocuments.BANK);
    assertThat(refusal(play.signed())).isEqualTo(ProblemType.WRONG_DIRECTORY);
  }

  @Test
  void neverAnOlderPolicyNeverAnotherUnderItsSerialAndNoneOfAnotherFederation() throws Exception {
    play.policy().put("federation", "other");
    assertThat(refusal(play.signed())).isEqualTo(ProblemType.WRONG_POLICY);
    play.policy().put("federation", PlayedDocuments.NAME).put("serial", 7);
    adopt(play.signed(), BEGIN);

    play.policy().put("serial", 6);
    assertThat(refusal(play.signed())).isEqualTo(ProblemType.WRONG_POLICY);
    play.policy().put("serial", 7).put("floor", 3);
    assertThat(refusal(play.signed())).isEqualTo(ProblemType.WRONG_POLICY);
  }

  @Test
  void neverAnOlderRosterAndNeverAnotherUnderItsSerial() throws Exception {
    SignedDocuments older = play.signed();
    adopt(play.next(BEGIN, A, B), BEGIN);

    assertThat(refusal(older)).isEqualTo(ProblemType.WRONG_ROSTER);
    play.reason = "another";
    assertThat(refusal(play.signed())).isEqualTo(ProblemType.WRONG_ROSTER);
  }

  /** ⚔ roster flapping: only that suspended platforms leave is no choice of the gateway's. */
  @Test
  void withinTheDwellTimeNobodyJoinsAndNoEpochBegins() throws Exception {
    adopt(play.signed(), BEGIN);
    adopt(play.next(BEGIN, A, B, C), BEGIN);
    assertThat(refusal(play.next(SOON, A, B, C))).isEqualTo(ProblemType.WRONG_ROSTER);
    play.suspend(C);

    assertThat(refusal(play.next(SOON, A, B, D))).isEqualTo(ProblemType.WRONG_ROSTER);
    play.nextEpoch();
    assertThat(refusal(play.next(SOON, A, B))).isEqualTo(ProblemType.WRONG_ROSTER);
  }

  @Test
  void theRosterBeforeIsNamedForAMinuteAndItsEpochErasedAfterTheClocksDifference()
      throws Exception {
    DocumentRef before = adopt(play.signed(), BEGIN);
    play.nextEpoch();
    adopt(play.next(BEGIN, A, B, C), BEGIN);
    Instant ends = BEGIN.plus(Limits.PREVIOUS_ROSTER_GRACE);
    Instant erasable = ends.plus(Limits.CLOCK_SKEW_MAX.multipliedBy(2));

    assertThat(documents.underRoster(before, ends.minusSeconds(1))).isNotNull();
    assertThat(named(before, ends)).isEqualTo(ProblemType.EPOCH_CHANGED);
    assertThat(documents.epochsInUse(erasable.minusSeconds(1))).containsExactly(1L, 2L);
    assertThat(documents.epochsInUse(erasable)).containsExactly(2L);
  }

  @Test
  void anAnnouncedRosterIsNamedByAQueryFromTheClocksDifferenceBeforeItsStart() throws Exception {
    adopt(play.signed(), BEGIN);
    DocumentRef announced = adopt(play.next(LATER, A, B), BEGIN);
    Instant first = LATER.minus(Limits.CLOCK_SKEW_MAX);

    assertThat(named(announced, first.minusSeconds(1))).isEqualTo(ProblemType.WRONG_ROSTER);
    assertThat(documents.underRoster(announced, first)).isNotNull();
    assertThat(documents.forEvaluation(announced, BEGIN)).isNotNull();
    assertThat(documents.advance(LATER.minusSeconds(1))).isFalse();
    assertThat(documents.advance(LATER)).isTrue();
  }

  /** It would start under documents that others have given up. */
  @Test
  void anAnnouncedRosterIsForgottenUnderADirectoryPolicyOrRosterThatWasReplaced() throws Exception {
    adopt(play.signed(), BEGIN);
    play.next(LATER, A, B);
    adopt(play.signed(), BEGIN);
    assertThat(documents.announced()).isPresent();
    adopt(play.documents(play.directory(2), roster()), BEGIN);
    assertThat(documents.announced()).isEmpty();

    adopt(play.documents(play.directory(2), play.roster(3, LATER, play.members, "a")), BEGIN);
    assertThat(documents.announced()).isPresent();
    play.policy().put("serial", 9);
    adopt(play.documents(play.directory(2), roster()), BEGIN);
    assertThat(documents.announced()).isEmpty();

    adopt(play.documents(play.directory(2), play.roster(4, LATER, play.members, "a")), BEGIN);
    assertThat(documents.announced()).isPresent();
    adopt(play.documents(play.directory(2), play.roster(5, BEGIN, play.members, "a")), BEGIN);
    assertThat(documents.announced()).isEmpty();
  }

  /** The first roster, whatever came after it. */
  private Roster roster() {
    return play.roster(1, play.start(), List.of(A, B, C), "test");
  }

  private DocumentRef adopt(SignedDocuments set, Instant now) throws RefusedException {
    return documents.adopt(set, now).federation().rosterRef();
  }

  private ProblemType refusal(SignedDocuments set) {
    return catchThrowableOfType(RefusedException.class, () -> documents.adopt(set, SOON)).type();
  }

  private ProblemType named(DocumentRef roster, Instant now) {
    return catchThrowableOfType(RefusedException.class, () -> documents.underRoster(roster, now))
        .type();
  }
}
