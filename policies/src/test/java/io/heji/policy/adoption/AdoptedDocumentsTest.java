package io.heji.policy.adoption;

import static io.heji.policy.adoption.PlayedDocuments.A;
import static io.heji.policy.adoption.PlayedDocuments.B;
import static io.heji.policy.adoption.PlayedDocuments.C;
import static io.heji.policy.adoption.PlayedDocuments.DWELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a role goes by over time, by a clock and a memory that the test moves. */
class AdoptedDocumentsTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T04:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final PlayedDocuments play = new PlayedDocuments(BEGIN);
  private final Memory memory = new Memory();
  private AdoptedDocuments documents = new AdoptedDocuments(play.pinned(), memory);
  private Instant now = BEGIN;

  @Test
  void anExpiredDirectoryIsNotGoneByThoughItWasAdoptedInTime() throws Exception {
    play.statementsValidTo(play.directoryExpires().plus(SECOND));
    DocumentRef roster = adopt(play.signed());
    now = play.directoryExpires().minus(SECOND);

    assertThat(documents.require(now)).isNotNull();
    assertThat(documents.underRoster(roster, now)).isNotNull();
    assertThat(documents.forEvaluation(roster, now)).isNotNull();

    now = now.plus(SECOND);
    assertThat(refusal(() -> documents.require(now))).isEqualTo(ProblemType.WRONG_DIRECTORY);
    assertThat(refusal(() -> documents.underRoster(roster, now)))
        .isEqualTo(ProblemType.WRONG_DIRECTORY);
    assertThat(refusal(() -> documents.forEvaluation(roster, now)))
        .isEqualTo(ProblemType.WRONG_DIRECTORY);
    assertThat(documents.held()).isNotNull();
  }

  @Test
  void aRosterIsNotGoneByOnceAKeyStatementHasExpired() throws Exception {
    DocumentRef roster = adopt(play.signed());
    now = play.statementsValidTo().minus(SECOND);

    assertThat(documents.underRoster(roster, now)).isNotNull();
    assertThat(documents.forEvaluation(roster, now)).isNotNull();

    now = now.plus(SECOND);
    assertThat(refusal(() -> documents.underRoster(roster, now)))
        .isEqualTo(ProblemType.WRONG_ROSTER);
    assertThat(refusal(() -> documents.forEvaluation(roster, now)))
        .isEqualTo(ProblemType.WRONG_ROSTER);
    // Who asks is still known: the directory has not expired.
    assertThat(documents.require(now)).isNotNull();
  }

  /** The current epoch may end a little before an announced one begins. */
  @Test
  void elementsAreEvaluatedUnderAnAnnouncedRosterThoughTheCurrentStatementsHaveExpired()
      throws Exception {
    Instant ends = play.statementsValidTo();
    adopt(play.signed());
    now = ends.minus(SECOND);
    play.nextEpoch();
    play.statementsValidTo(ends.plus(Duration.ofDays(10)));
    DocumentRef announced = adopt(play.next(ends.plus(Duration.ofHours(1)), A, B, C));

    assertThat(documents.forEvaluation(announced, ends)).isNotNull();
  }

  /** ⚔ roster flapping: a newer directory of whatever content must not lift the dwell time. */
  @Test
  void afterARestartANewerDirectoryLiftsTheDwellTimeForASuspensionAlone() throws Exception {
    adopt(play.signed());
    adopt(play.next(BEGIN, A, B, C));
    restart();
    play.suspend(C);
    Instant soon = BEGIN.plus(SECOND);
    now = soon;

    assertThat(refusal(() -> adopt(play.next(soon, B)))).isEqualTo(ProblemType.WRONG_ROSTER);
    assertThat(documents.current()).isEmpty();
    adopt(play.next(soon, A, B));
    assertThat(members()).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void whereTheRosterBeforeIsNotKnownNoneFollowsTooSoon() throws Exception {
    adopt(play.signed());
    adopt(play.next(BEGIN, A, B, C));
    memory.forgetRosters();
    restart();
    play.suspend(C);

    assertThat(refusal(() -> adopt(play.next(BEGIN.plus(SECOND), A, B))))
        .isEqualTo(ProblemType.WRONG_ROSTER);
  }

  /** Books are tokenised under it: another in its place would make all of that work worthless. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnnouncedRosterIsNotReplacedUnderItsSerial(boolean restarted) throws Exception {
    adopt(play.signed());
    play.nextEpoch();
    DocumentRef announced = adopt(play.next(BEGIN.plus(Duration.ofHours(1)), A, B, C));
    if (restarted) {
      restart();
    }
    play.reason = "another";

    assertThat(refusal(() -> adopt(play.signed()))).isEqualTo(ProblemType.WRONG_ROSTER);
    now = play.from;
    assertThat(refusal(() -> adopt(play.signed()))).isEqualTo(ProblemType.WRONG_ROSTER);
    play.reason = "test";
    assertThat(adopt(play.signed())).isEqualTo(announced);
  }

  /** ⚔ roster flapping: the announced one must keep its distance from one that came between. */
  @Test
  void anAnnouncedRosterThatWouldFollowTooSoonIsNotGoneBy() throws Exception {
    adopt(play.signed());
    Instant start = BEGIN.plus(Duration.ofHours(1));
    SignedDocuments late = play.next(start.minus(DWELL).plus(SECOND), A, B, C);
    DocumentRef announced = adopt(play.next(start, A, B));
    now = start.minus(DWELL).plus(SECOND);
    DocumentRef between = adopt(late);

    now = start;
    documents.advance(now);

    assertThat(documents.held().federation().rosterRef()).isEqualTo(between);
    assertThat(refusal(() -> documents.forEvaluation(announced, now)))
        .isEqualTo(ProblemType.WRONG_ROSTER);
  }

  /** Wherever the memory fails, the same set is taken when it is offered again. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aSuspensionIsAdoptedThoughTheMemoryFailedBefore(int writes) throws Exception {
    adopt(play.signed());
    adopt(play.next(BEGIN, A, B, C));
    play.suspend(C);
    now = BEGIN.plus(SECOND);
    SignedDocuments suspension = play.next(now, A, B);
    memory.failAtWrite(writes);

    assertThatIllegalStateException().isThrownBy(() -> documents.adopt(suspension, now));
    assertThat(members()).contains(C);
    adopt(suspension);
    assertThat(members()).doesNotContain(C);
  }

  @Test
  void anAnnouncedRosterStartsThoughTheMemoryFailedAtItsTime() throws Exception {
    adopt(play.signed());
    DocumentRef announced = adopt(play.next(BEGIN.plus(DWELL), A, B));
    now = BEGIN.plus(DWELL);
    memory.failAtWrite(1);

    assertThatIllegalStateException().isThrownBy(() -> documents.advance(now));
    assertThat(documents.advance(now)).isTrue();
    assertThat(documents.held().federation().rosterRef()).isEqualTo(announced);
  }

  /** Refused whole, it could never suspend it. */
  @Test
  void aDirectoryThatSuspendsATokeniserIsAdopted() throws Exception {
    adopt(play.signed());
    play.suspend(PlayedDocuments.TOKENISER);

    adopt(play.signed());

    assertThat(documents.held().federation().directoryRef().serial()).isEqualTo(2);
    Federation newest = documents.require(now).federation();
    assertThat(catchThrowableOfType(RefusedException.class, newest::requireActiveTokenisers).type())
        .isEqualTo(ProblemType.TOKENISER_UNAVAILABLE);
  }

  @Test
  void checkingChangesNothing() throws Exception {
    adopt(play.signed());
    SignedDocuments next = play.next(BEGIN, A, B);

    documents.check(next, now);

    assertThat(members()).contains(C);
    assertThat(memory.newest(SerialMemory.Kind.ROSTER).orElseThrow().ref().serial()).isEqualTo(1);
  }

  /** Two processes of one role share its memory, and get the same documents at the same time. */
  @Test
  void aRosterIsNoSuccessorOfItselfWhereAnotherProcessIsRememberingIt() throws Exception {
    SignedDocuments first = play.signed();
    SignedDocuments next = play.next(BEGIN.plus(DWELL), A, B);
    for (SerialMemory.Kind look : SerialMemory.Kind.values()) {
      Memory shared = new Memory();
      AdoptedDocuments one = new AdoptedDocuments(play.pinned(), shared);
      AdoptedDocuments other = new AdoptedDocuments(play.pinned(), shared);
      one.adopt(first, BEGIN);
      shared.after(look, () -> other.adopt(next, BEGIN.plus(DWELL)));

      Adopted adopted = one.adopt(next, BEGIN.plus(DWELL));

      assertThat(adopted.federation().roster().members()).containsOnlyKeys(A, B);
    }
  }

  private DocumentRef adopt(SignedDocuments set) throws RefusedException {
    return documents.adopt(set, now).federation().rosterRef();
  }

  private Set<PartyId> members() throws RefusedException {
    return documents.held().federation().roster().members().keySet();
  }

  private void restart() {
    documents = new AdoptedDocuments(play.pinned(), memory);
  }

  private interface Call {
    Object make() throws RefusedException;
  }

  private static ProblemType refusal(Call call) {
    return catchThrowableOfType(RefusedException.class, call::make).type();
  }

  /** A memory that can fail, once. */
  private static final class Memory implements SerialMemory {
    private final Map<Kind, Remembered> newest = new EnumMap<>(Kind.class);
    private final Map<Kind, Call> afterLook = new EnumMap<>(Kind.class);
    private int writesUntilFailure;

    void failAtWrite(int number) {
      writesUntilFailure = number;
    }

    /** As an earlier version would have left it. */
    void forgetRosters() {
      newest.replaceAll((_, r) -> new Remembered(r.ref(), r.effective()));
    }

    /** Once, when the next look at a kind has ended. */
    void after(Kind look, Call meanwhile) {
      afterLook.put(look, meanwhile);
    }

    @Override
    public Optional<Remembered> newest(Kind kind) {
      Optional<Remembered> seen = Optional.ofNullable(newest.get(kind));
      Optional.ofNullable(afterLook.remove(kind)).ifPresent(Memory::run);
      return seen;
    }

    private static void run(Call meanwhile) {
      try {
        meanwhile.make();
      } catch (RefusedException refused) {
        throw new IllegalStateException("the other process is refused", refused);
      }
    }

    @Override
    public void remember(Kind kind, Remembered document) {
      if (writesUntilFailure > 0 && --writesUntilFailure == 0) {
        throw new IllegalStateException("the memory fails");
      }
      newest.put(kind, document);
    }
  }
}
