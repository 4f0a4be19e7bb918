package io.heji.gateway.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.crypto.SecretBytes;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.query.GatewayIdentity;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.DocumentRef;
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
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway's rosters, and a member that checks each on its own. */
class RosterKeeperTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T04:00:00Z");
  private static final Duration DWELL = Duration.ofMinutes(10);
  private static final Duration ABSENCE = Duration.ofMinutes(2);
  private static final Duration ANNOUNCEMENT = Duration.ofHours(1);
  private static final PartyId A = PlayedFederation.PLATFORMS.get(0);
  private static final PartyId B = PlayedFederation.PLATFORMS.get(1);

  private final PlayedFederation play = new PlayedFederation(BEGIN);
  private final MemoryRosters issued = new MemoryRosters();
  private final AdoptedDocuments member = new AdoptedDocuments(play.pinned(), new MemoryStores());
  private final Set<PartyId> linked = new HashSet<>(PlayedFederation.PLATFORMS);
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

  @Test
  void theRosterBeforeCanBeNamedForAMinute() throws Exception {
    keeper.look();
    DocumentRef first = member.require().federation().rosterRef();
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
    assertThat(member.require().federation().directoryRef().serial()).isEqualTo(2);
  }

  /** ⚔ roster flapping: each change would let totals over two sets be compared. */
  @Test
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

  /** Everybody states keys for the second epoch; returns the current roster. */
  private DocumentRef announce() throws Exception {
    keeper.look();
    put(secondEpoch());
    keeper.look();
    return member.require().federation().rosterRef();
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
    return member.require().federation().roster();
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
        () -> linked,
        this::handedOver,
        () -> now);
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
    public List<String> newest() {
      return rosters.values().stream().limit(READ_MAX).toList();
    }

    @Override
    public boolean record(long serial, String signed) {
      return rosters.putIfAbsent(serial, signed) == null;
    }
  }
}
