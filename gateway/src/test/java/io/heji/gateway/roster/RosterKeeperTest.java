package io.heji.gateway.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.gateway.played.PlayedFederation;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The gateway's rosters, and a member that checks each on its own. */
class RosterKeeperTest extends KeptRoster {
  @Test
  void handsOverTheFoldersRosterAndChangesNothingWhileAllAreThere() throws Exception {
    assertThat(keeper.look()).isEmpty();

    assertThat(current().serial()).isEqualTo(1);
    assertThat(current().members()).containsOnlyKeys(PlayedFederation.PLATFORMS);
  }

  @Test
  void whoIsAwayForLongLeavesByARecordedRosterAndComesBackTheSameWay() throws Exception {
    keeper.look();
    linked.remove(A);
    keeper.look();
    after(ABSENCE.minusSeconds(1));
    assertThat(keeper.look()).isEmpty();
    after(Duration.ofSeconds(1));

    List<Roster> left = keeper.look();

    assertThat(left).singleElement().extracting(Roster::reason).isEqualTo("away: platform-a");
    assertThat(issued.rosters).hasSize(2);
    assertThat(current().members()).doesNotContainKey(A).hasSize(3);

    linked.add(A);
    after(DWELL.minusSeconds(1));
    assertThat(keeper.look()).isEmpty();
    after(Duration.ofSeconds(1));
    assertThat(keeper.look()).singleElement().extracting(Roster::serial).isEqualTo(3L);
    assertThat(current().members()).containsKey(A);
  }

  /** Adopted early it could not be taken back, and nothing could be asked until it is active. */
  @Test
  void aPolicyThatIsNotActiveYetWaitsInTheFolder() throws Exception {
    keeper.look();
    DocumentRef before = member.held().federation().policyRef();
    play.nextPolicy(BEGIN.plusSeconds(60));
    SignedDocuments next = play.documents(1, BEGIN, PlayedFederation.PLATFORMS);
    folder =
        new SignedDocuments(
            folder.directory(), next.policy(), folder.roster(), folder.keyStatements());
    after(Duration.ofSeconds(59));
    keeper.look();
    assertThat(member.held().federation().policyRef()).isEqualTo(before);

    after(Duration.ofSeconds(1));
    keeper.look();

    assertThat(member.held().federation().policyRef().serial()).isEqualTo(before.serial() + 1);
  }

  /** On the roster before its book is tokenised, it would end every question. */
  @Test
  void whoIsBackWaitsUntilItsBookIsTokenised() throws Exception {
    keeper.look();
    leave(A);
    linked.add(A);
    tokenising.add(A);
    after(DWELL);
    assertThat(keeper.look()).isEmpty();

    tokenising.remove(A);
    assertThat(keeper.look())
        .singleElement()
        .extracting(Roster::reason)
        .isEqualTo("joined: platform-a");
  }

  @Test
  void theRosterBeforeCanBeNamedForAMinute() throws Exception {
    keeper.look();
    DocumentRef first = member.held().federation().rosterRef();
    leave(A);

    after(Duration.ofSeconds(59));
    assertThat(member.underRoster(first, now).federation().rosterRef()).isEqualTo(first);
    after(Duration.ofSeconds(1));
    assertThat(refusedUnder(first)).isEqualTo(ProblemType.WRONG_ROSTER);
  }

  @Test
  void neverGoesBelowPolicysFloor() throws Exception {
    keeper.look();
    linked.remove(A);
    linked.remove(B);
    keeper.look();
    after(ABSENCE);

    assertThat(keeper.look()).isEmpty();
    assertThat(current().members()).hasSize(4);
  }

  /** A suspension is the regulators' and does not wait for the dwell time. */
  @Test
  void whoIsSuspendedLeavesAtOnce() throws Exception {
    keeper.look();
    leave(B);
    play.suspend(A);
    folder = play.documents(2, BEGIN, PlayedFederation.PLATFORMS);
    after(Duration.ofSeconds(1));

    assertThat(keeper.look())
        .singleElement()
        .extracting(Roster::reason)
        .isEqualTo("suspended: platform-a");
    assertThat(current().members()).doesNotContainKeys(A, B);
    assertThat(member.held().federation().directoryRef().serial()).isEqualTo(2);
  }

  /** Everybody refuses from then on, so the operator hears of it though nothing has changed. */
  @Test
  void tellsWhenTheDirectoryHasExpired() throws Exception {
    keeper.look();
    now = BEGIN.minus(Duration.ofDays(1)).plus(PlayedFederation.LIFE).minusSeconds(1);
    assertThat(keeper.look()).isEmpty();
    after(Duration.ofSeconds(1));

    assertThat(catchThrowableOfType(RefusedException.class, keeper::look).type())
        .isEqualTo(ProblemType.WRONG_DIRECTORY);
  }

  /** ⚔ roster flapping: each change would let totals over two sets be compared. */
  @Test
  @DisplayName("⚔ roster flapping")
  void aMemberRefusesARosterThatFollowsTooSoon() throws Exception {
    keeper.look();
    Instant first = current().from();
    SignedDocuments soon =
        play.documents(
            2, first.plus(DWELL).minusSeconds(1), PlayedFederation.PLATFORMS.subList(0, 3));
    SignedDocuments later =
        play.documents(2, first.plus(DWELL), PlayedFederation.PLATFORMS.subList(0, 3));

    assertThat(refused(soon)).isEqualTo(ProblemType.WRONG_ROSTER);
    assertThat(current().serial()).isEqualTo(1);
    member.adopt(later, now);
    assertThat(current().serial()).isEqualTo(2);
  }

  /** ⚔ rollback. */
  @Test
  @DisplayName("⚔ rollback")
  void aMemberNeverGoesBackToAnOlderRoster() throws Exception {
    keeper.look();
    SignedDocuments first = folder;
    leave(A);

    assertThat(refused(first)).isEqualTo(ProblemType.WRONG_ROSTER);
  }

  @Test
  void goesOnWithWhatIsRecordedAfterARestart() throws Exception {
    keeper.look();
    leave(A);
    keeper = keeper();

    assertThat(keeper.look()).isEmpty();
    assertThat(current().serial()).isEqualTo(2);
  }

  /** The record cannot be changed, so what is no roster of this gateway must not get onto it. */
  @Test
  void aRosterInTheFolderThatAnotherSignedIsNotRecorded() throws Exception {
    keeper.look();
    SignedDocuments right = folder;
    String[] signed =
        play.documents(9, BEGIN, PlayedFederation.PLATFORMS).roster().split("\\.", -1);
    String[] other = right.roster().split("\\.", -1);
    folder =
        new SignedDocuments(
            right.directory(),
            right.policy(),
            signed[0] + "." + signed[1] + "." + other[2],
            right.keyStatements());

    assertThat(catchThrowableOfType(RefusedException.class, keeper::look).type())
        .isEqualTo(ProblemType.SIGNATURE_INVALID);
    assertThat(issued.rosters).hasSize(1);

    folder = right;
    assertThat(keeper.look()).isEmpty();
  }

  @Test
  void leavesItToTheInstanceThatWasFirst() throws Exception {
    keeper.look();
    linked.remove(A);
    keeper.look();
    after(ABSENCE);
    RosterKeeper other = keeper();
    other.look();
    after(ABSENCE);
    assertThat(other.look()).hasSize(1);

    assertThat(keeper.look()).isEmpty();
    assertThat(issued.rosters).hasSize(2);
  }
}
