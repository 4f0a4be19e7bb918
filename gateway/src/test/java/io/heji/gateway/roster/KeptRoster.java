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

/** A gateway that keeps the roster, and a member that gets it, by a clock that the test moves. */
abstract class KeptRoster {
  static final Instant BEGIN = Instant.parse("2026-11-23T04:00:00Z");
  static final Duration DWELL = Duration.ofMinutes(10);
  static final Duration ABSENCE = Duration.ofMinutes(2);
  static final Duration ANNOUNCEMENT = Duration.ofHours(1);
  static final PartyId A = PlayedFederation.PLATFORMS.get(0);
  static final PartyId B = PlayedFederation.PLATFORMS.get(1);
  final PlayedFederation play = new PlayedFederation(BEGIN);
  final MemoryRosters issued = new MemoryRosters();
  final AdoptedDocuments member = new AdoptedDocuments(play.pinned(), new MemoryStores());
  final Set<PartyId> linked = new HashSet<>(PlayedFederation.PLATFORMS);
  final Set<PartyId> tokenising = new HashSet<>();
  final ToldLog log = new ToldLog();
  Instant now = BEGIN;
  SignedDocuments folder = play.documents();
  RosterKeeper keeper = keeper();

  @BeforeEach
  void dwells() {
    play.dwell(DWELL);
    folder = play.documents();
  }

  void put(Map<PartyId, String> statements) {
    List<String> all = new ArrayList<>(folder.keyStatements());
    all.addAll(statements.values());
    folder = new SignedDocuments(folder.directory(), folder.policy(), folder.roster(), all);
  }

  void leave(PartyId platform) throws Exception {
    linked.remove(platform);
    keeper.look();
    after(ABSENCE);
    assertThat(keeper.look()).hasSize(1);
  }

  void after(Duration time) {
    now = now.plus(time);
  }

  Roster current() throws RefusedException {
    member.advance(now);
    return member.held().federation().roster();
  }

  ProblemType refusedUnder(DocumentRef roster) {
    return catchThrowableOfType(RefusedException.class, () -> member.underRoster(roster, now))
        .type();
  }

  ProblemType refused(SignedDocuments documents) {
    return catchThrowableOfType(RefusedException.class, () -> member.adopt(documents, now)).type();
  }

  RosterKeeper keeper() {
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

  void handedOver(SignedDocuments documents) {
    try {
      member.adopt(documents, now);
    } catch (RefusedException refused) {
      throw new AssertionError(refused.type() + ": " + refused.detail());
    }
  }

  static final class MemoryRosters implements IssuedRosters {
    final Map<Long, String> rosters = new TreeMap<>(Comparator.reverseOrder());

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
  final class PlayedPresence implements Presence {
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
  static final class ToldLog implements RosterLog {
    final List<String> told = new ArrayList<>();

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
