package io.heji.gateway.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.gateway.played.PlayedFederation;
import io.heji.protocol.Limits;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who joins, who stays out and whom nothing can be read of: one wrong platform stops no other. */
class RosterMembersTest extends KeptRoster {
  private static final PartyId NEW = new PartyId("platform-new");
  private static final PartyId NEWER = new PartyId("platform-newer");

  /**
   * A roster is recorded for ever, so one that nobody could read would stop everything for ever.
   */
  @Test
  void manyWithLongIdsLeaveAtOnceByARosterThatEverybodyReads() throws Exception {
    List<PartyId> many = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      many.add(new PartyId("platform-with-a-very-long-name-" + (char) ('a' + i - 10)));
    }
    begin(many, List.of());
    linked.removeAll(many);
    keeper.look();
    after(DWELL);

    List<Roster> left = keeper.look();

    assertThat(left)
        .singleElement()
        .extracting(Roster::reason)
        .isEqualTo(
            "away: platform-with-a-very-long-name-a, platform-with-a-very-long-name-b,"
                + " platform-with-a-very-long-name-c and 17 more");
    assertThat(current().members()).containsOnlyKeys(PlayedFederation.PLATFORMS);
    startsAgain();
  }

  @Test
  void noPlatformJoinsBeyondTheMost() throws Exception {
    List<PartyId> many = new ArrayList<>();
    for (int i = PlayedFederation.PLATFORMS.size(); i < Limits.MEMBERS_MAX - 1; i++) {
      many.add(new PartyId("one-of-many-" + i));
    }
    begin(many, List.of(NEW, NEWER));
    assertThat(current().members()).hasSize(Limits.MEMBERS_MAX - 1);
    after(DWELL);

    assertThat(keeper.look())
        .singleElement()
        .extracting(Roster::reason)
        .isEqualTo("joined: platform-new");
    assertThat(current().members()).hasSize(Limits.MEMBERS_MAX).containsKey(NEW);
    after(DWELL);
    assertThat(keeper.look()).isEmpty();
    assertThat(log.told).containsExactly("platform-newer: the roster has 256 platforms already");
    startsAgain();
  }

  /** ⚔ copied mask key: it would cancel with its owner's, so it is not summed beside it. */
  @Test
  void aPlatformThatCopiesAMembersMaskKeyStaysOutAndAnotherJoins() throws Exception {
    play.enterPlatform(NEW);
    copyMaskKey(NEW, B);
    joinsWithoutNew(
        play.statement(NEW), "platform-new: a key of its key statement is on the roster already");
  }

  @Test
  void aPlatformWhoseStatementAnotherSignedStaysOutAndAnotherJoins() throws Exception {
    play.enterPlatform(NEW);
    joinsWithoutNew(
        play.statement(NEW, B, BEGIN.plus(Duration.ofDays(1))),
        "of `platform-new`: the `key-statement+jwt` is not signed by its issuer's key");
  }

  @Test
  void aPlatformWhoseStatementHasExpiredStaysOutAndAnotherJoins() throws Exception {
    play.enterPlatform(NEW);
    joinsWithoutNew(
        play.statement(NEW, NEW, BEGIN.plus(DWELL)),
        "platform-new: its key statement is not for this epoch and time");
  }

  @Test
  void aFileThatIsNoKeyStatementIsPassedOver() throws Exception {
    play.enterPlatform(NEW);
    joinsWithoutNew("no statement", "not a JWS in compact serialization with an ES256 signature");
  }

  /** One joins beside the one that cannot, and one leaves, all by the same roster. */
  private void joinsWithoutNew(String statement, String told) throws Exception {
    play.enterPlatform(NEWER);
    begin(List.of(), List.of());
    put(Map.of(NEW, statement, NEWER, play.statement(NEWER)));
    linked.addAll(List.of(NEW, NEWER));
    linked.remove(A);
    keeper.look();
    after(DWELL);

    assertThat(keeper.look())
        .singleElement()
        .extracting(Roster::reason)
        .isEqualTo("away: platform-a; joined: platform-newer");
    assertThat(current().members()).containsKey(NEWER).doesNotContainKeys(A, NEW);
    after(DWELL);
    assertThat(keeper.look()).isEmpty();
    assertThat(log.told).containsExactly(told);
    startsAgain();
  }

  /** Recorded by an earlier version: it cannot be taken back, so it is passed over. */
  @Test
  void aRecordedRosterThatNobodyCanReadIsPassedOver() throws Exception {
    keeper.look();
    issued.rosters.put(2L, "no roster");
    startsAgain();
    assertThat(log.told).contains("roster 2");

    linked.remove(A);
    keeper.look();
    after(ABSENCE);
    assertThat(keeper.look()).singleElement().extracting(Roster::serial).isEqualTo(3L);
  }

  /** Recorded by an earlier version too: who keeps it from being verified leaves. */
  @Test
  void whoKeepsARecordedRosterFromBeingVerifiedLeaves() throws Exception {
    play.enterPlatform(NEW);
    copyMaskKey(NEW, B);
    begin(List.of(), List.of(NEW));
    List<PartyId> both = new ArrayList<>(PlayedFederation.PLATFORMS);
    both.add(NEW);
    after(DWELL);
    issued.rosters.put(2L, play.documents(2, now, both).roster());
    assertThat(catchThrowableOfType(RefusedException.class, keeper::look).type())
        .isEqualTo(ProblemType.WRONG_ROSTER);
    after(DWELL);

    assertThat(keeper.look())
        .singleElement()
        .extracting(Roster::reason)
        .isEqualTo("statement not valid: platform-new");
    assertThat(current().serial()).isEqualTo(3);
  }

  private void copyMaskKey(PartyId platform, PartyId of) {
    PlatformKeys own = (PlatformKeys) play.epochKeys(platform);
    PlatformKeys copied = (PlatformKeys) play.epochKeys(of);
    play.restate(platform, new PlatformKeys(own.sealing(), copied.mask(), own.metrics()));
  }

  /** A first look with further members, and with others that are linked and could join. */
  private void begin(List<PartyId> members, List<PartyId> candidates) throws Exception {
    List<PartyId> all = new ArrayList<>(PlayedFederation.PLATFORMS);
    all.addAll(members);
    members.forEach(play::enterPlatform);
    for (PartyId candidate : candidates) {
      if (!play.knows(candidate)) {
        play.enterPlatform(candidate);
      }
    }
    folder = play.documents(1, BEGIN, all);
    Map<PartyId, String> statements = new TreeMap<>();
    candidates.forEach(candidate -> statements.put(candidate, play.statement(candidate)));
    put(statements);
    linked.addAll(all);
    linked.addAll(candidates);
    keeper.look();
  }

  private void startsAgain() throws Exception {
    long serial = current().serial();
    keeper = keeper();
    assertThat(keeper.look()).isEmpty();
    assertThat(current().serial()).isEqualTo(serial);
  }
}
