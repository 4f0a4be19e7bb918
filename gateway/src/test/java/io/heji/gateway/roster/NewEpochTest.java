package io.heji.gateway.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.gateway.played.PlayedFederation;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How a roster of a new epoch is announced, and what keeps it from being. */
class NewEpochTest extends KeptRoster {
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
}
