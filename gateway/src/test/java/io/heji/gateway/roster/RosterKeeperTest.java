package io.heji.gateway.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.crypto.SecretBytes;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.query.GatewayIdentity;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.memory.MemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The gateway's rosters, and a member that checks each on its own. */
class RosterKeeperTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T04:00:00Z");
  private static final Duration DWELL = Duration.ofMinutes(10);
  private static final Duration ABSENCE = Duration.ofMinutes(2);
  private static final Duration ANNOUNCEMENT = Duration.ofHours(1);
  private static final PartyId A = PlayedFederation.PLATFORMS.get(0);
  private static final PartyId B = PlayedFederation.PLATFORMS.get(1);
  private static final PartyId NEW = new PartyId("platform-new");
  private static final PartyId NEWER = new PartyId("platform-newer");

  private final PlayedFederation play = new PlayedFederation(BEGIN);
  private final MemoryRosters issued = new MemoryRosters();
  private final AdoptedDocuments member = new AdoptedDocuments(play.pinned(), new MemoryStores());
  private final Set<PartyId> linked = new HashSet<>(PlayedFederation.PLATFORMS);
  private final Set<PartyId> tokenising = new HashSet<>();
  private final ToldLog log = new ToldLog();
  private Instant now = BEGIN;
  private SignedDocuments folder = play.documents();
  private RosterKeeper keeper = keeper();

  @BeforeEach
  void dwells() {
    play.dwell(DWELL);
    folder = play.documents();
  }

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

  /**
   * What the regulators say of a tokeniser reaches everybody, and so does what they say after it.
   */
  @Test
  void aDirectoryThatSuspendsATokeniserIsHandedOverAndNoEpochIsAnnouncedUnderIt() throws Exception {
    keeper.look();
    play.suspend(PlayedFederation.TOKENISERS.getFirst());
    folder = play.documents(2, BEGIN, PlayedFederation.PLATFORMS);
    folder =
        new SignedDocuments(
            folder.directory(), folder.policy(), play.documents().roster(), folder.keyStatements());
    put(secondEpoch());

    assertThat(keeper.look()).isEmpty();

    assertThat(member.held().federation().directoryRef().serial()).isEqualTo(2);
    assertThat(
            catchThrowableOfType(
                    RefusedException.class,
                    member.require(now).federation()::requireActiveTokenisers)
                .type())
        .isEqualTo(ProblemType.TOKENISER_UNAVAILABLE);
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
  void aNewEpochIsAnnouncedOnceEverybodyHasStatedItsKeys() throws Exception {
    keeper.look();
    Map<PartyId, String> statements = secondEpoch();
    String last = statements.remove(A);
    put(statements);
    assertThat(keeper.look()).isEmpty();
    put(Map.of(A, last));

    assertThat(keeper.look())
        .singleElement()
        .satisfies(
            announced -> {
              assertThat(announced.epoch()).isEqualTo(2);
              assertThat(announced.from()).isEqualTo(now.plus(ANNOUNCEMENT));
            });
    assertThat(keeper.look()).isEmpty();
    assertThat(current().epoch()).isEqualTo(1);
  }

  @Test
  void underAnAnnouncedRosterBooksAreTokenisedAndNobodyIsAskedAbout() throws Exception {
    DocumentRef first = announce();
    DocumentRef next = member.announced().orElseThrow().federation().rosterRef();

    assertThat(member.forEvaluation(next, now).federation().roster().epoch()).isEqualTo(2);
    assertThat(refusedUnder(next)).isEqualTo(ProblemType.WRONG_ROSTER);
    assertThat(member.epochsInUse(now)).containsExactly(1L, 2L);

    after(ANNOUNCEMENT);
    assertThat(member.underRoster(next, now).federation().roster().epoch()).isEqualTo(2);
    assertThat(member.underRoster(first, now).federation().roster().epoch()).isEqualTo(1);
    after(Duration.ofSeconds(60));
    assertThat(refusedUnder(first)).isEqualTo(ProblemType.EPOCH_CHANGED);
    after(Duration.ofSeconds(60));
    assertThat(member.epochsInUse(now)).containsExactly(2L);
  }

  @Test
  void whoLeavesMeanwhileIsNotInTheAnnouncedRosterEither() throws Exception {
    announce();
    Instant start = member.announced().orElseThrow().federation().roster().from();
    linked.remove(A);
    keeper.look();
    after(ABSENCE);

    List<Roster> changed = keeper.look();

    assertThat(changed).extracting(Roster::epoch).containsExactly(1L, 2L);
    assertThat(changed).extracting(Roster::serial).containsExactly(3L, 4L);
    assertThat(changed).allSatisfy(roster -> assertThat(roster.members()).doesNotContainKey(A));
    assertThat(changed.getLast().from()).isEqualTo(start);
    assertThat(current().serial()).isEqualTo(3);
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

  /** A member's key for the next epoch may be as wrong: it is waited for, and nothing recorded. */
  @Test
  void noEpochIsAnnouncedWithAKeyThatAnotherStatesToo() throws Exception {
    keeper.look();
    Map<PartyId, String> statements = secondEpoch();
    String right = Objects.requireNonNull(statements.get(B));
    statements.put(B, play.copyInSecondEpoch(B, Objects.requireNonNull(statements.get(A))));
    put(statements);

    assertThat(keeper.look()).isEmpty();
    assertThat(issued.rosters).hasSize(1);
    assertThat(log.told)
        .containsExactly(
            "platform-b: of epoch 2: a key of its key statement is on the roster already");

    folder = play.documents();
    statements.put(B, right);
    put(statements);
    assertThat(keeper.look()).singleElement().extracting(Roster::epoch).isEqualTo(2L);
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

  /** Everybody states keys for the second epoch; returns the current roster. */
  private DocumentRef announce() throws Exception {
    keeper.look();
    put(secondEpoch());
    keeper.look();
    return member.held().federation().rosterRef();
  }

  private Map<PartyId, String> secondEpoch() {
    Map<PartyId, String> statements = new TreeMap<>();
    PlayedFederation.PLATFORMS.forEach(p -> statements.put(p, play.statementOfSecondEpoch(p)));
    PlayedFederation.TOKENISERS.forEach(t -> statements.put(t, play.statementOfSecondEpoch(t)));
    return statements;
  }

  private void put(Map<PartyId, String> statements) {
    List<String> all = new ArrayList<>(folder.keyStatements());
    all.addAll(statements.values());
    folder = new SignedDocuments(folder.directory(), folder.policy(), folder.roster(), all);
  }

  private void leave(PartyId platform) throws Exception {
    linked.remove(platform);
    keeper.look();
    after(ABSENCE);
    assertThat(keeper.look()).hasSize(1);
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  private Roster current() throws RefusedException {
    member.advance(now);
    return member.held().federation().roster();
  }

  private ProblemType refusedUnder(DocumentRef roster) {
    return catchThrowableOfType(RefusedException.class, () -> member.underRoster(roster, now))
        .type();
  }

  private ProblemType refused(SignedDocuments documents) {
    return catchThrowableOfType(RefusedException.class, () -> member.adopt(documents, now)).type();
  }

  private RosterKeeper keeper() {
    GatewayIdentity identity =
        new GatewayIdentity(
            PlayedFederation.GATEWAY,
            PlayedFederation.kid(PlayedFederation.GATEWAY, KeyUse.SIGNING),
            play.key(PlayedFederation.GATEWAY, KeyUse.SIGNING),
            SecretBytes.random(32, play.randomness()));
    return new RosterKeeper(
        () -> folder,
        issued,
        new AdoptedDocuments(play.pinned(), new MemoryStores()),
        play.pinned(),
        identity,
        new RosterTerms(ABSENCE, ANNOUNCEMENT),
        new PlayedPresence(),
        this::handedOver,
        () -> now,
        log);
  }

  private void handedOver(SignedDocuments documents) {
    try {
      member.adopt(documents, now);
    } catch (RefusedException refused) {
      throw new AssertionError(refused.type() + ": " + refused.detail());
    }
  }

  private static final class MemoryRosters implements IssuedRosters {
    private final Map<Long, String> rosters = new TreeMap<>(Comparator.reverseOrder());

    @Override
    public List<Recorded> newest() {
      return rosters.entrySet().stream()
          .limit(READ_MAX)
          .map(row -> new Recorded(row.getKey(), row.getValue()))
          .toList();
    }

    @Override
    public boolean record(long serial, String signed) {
      return rosters.putIfAbsent(serial, signed) == null;
    }
  }

  /** Linked platforms are ready, but for those that still tokenise. */
  private final class PlayedPresence implements Presence {
    @Override
    public Set<PartyId> linked() {
      return linked;
    }

    @Override
    public Set<PartyId> ready(long epoch) {
      Set<PartyId> ready = new HashSet<>(linked);
      ready.removeAll(tokenising);
      return ready;
    }
  }

  /** What an operator was told. */
  private static final class ToldLog implements RosterLog {
    private final List<String> told = new ArrayList<>();

    @Override
    public void leftOut(PartyId party, String why) {
      told.add(party + ": " + why);
    }

    @Override
    public void keyStatementRefused(String why) {
      told.add(why);
    }

    @Override
    public void recordedRosterUnreadable(long serial, String why) {
      told.add("roster " + serial);
    }
  }
}
