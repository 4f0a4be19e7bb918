package io.heji.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.agent.AgentLimits;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.played.PlayedQuery;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.Federation;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.memory.MemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookKeeperTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final Completed COMPLETED = new Completed(NOW, 3, 0);
  private static final int RETRIES_MAX = 9;

  private final Adopted first = adopted(NOW);
  private final Adopted second = adopted(NOW.plusSeconds(60));
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Federation> tried = new ArrayList<>();
  private List<Federation> wanted = List.of();
  private final List<Long> ready = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();

  @Test
  void goesOnUnderTheDocumentsThatReplacedTheOnesItBeganUnder() {
    List<BookKeeper> keeper = new ArrayList<>();
    keeper.add(
        keeper(
            federation -> {
              if (federation == first.federation()) {
                replace(keeper.getFirst(), second);
                throw new RefusedException(ProblemType.WRONG_ROSTER, "the roster was replaced");
              }
              return COMPLETED;
            }));

    replace(keeper.getFirst(), first);
    runTasks();

    assertThat(tried).containsExactly(first.federation(), second.federation());
    assertThat(keeper.getFirst().isComplete(1)).isTrue();
  }

  @Test
  void triesAgainWhateverTheFailureWas() {
    BookKeeper keeper =
        keeper(
            _ -> {
              if (tried.size() == 1) {
                throw new IllegalArgumentException("of a driver");
              }
              return COMPLETED;
            });

    replace(keeper, first);
    runTasks();

    assertThat(waits).containsExactly(AgentLimits.BOOK_RETRY_MIN);
    assertThat(keeper.isComplete(1)).isTrue();
  }

  /** Each try is charged by the tokenisers that answer while another does not. */
  @Test
  void waitsLongerWithEachFailureAndNotBeyondTheLongest() {
    BookKeeper keeper =
        keeper(
            _ -> {
              if (tried.size() <= 7) {
                throw new RefusedException(ProblemType.TOKENISER_UNAVAILABLE, "down");
              }
              return COMPLETED;
            });

    replace(keeper, first);
    runTasks();

    assertThat(waits.stream().map(Duration::toSeconds))
        .containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void leavesACompleteBookAloneWhenDocumentsOfTheSameEpochFollow() {
    BookKeeper keeper = keeper(_ -> COMPLETED);

    replace(keeper, first);
    runTasks();
    replace(keeper, second);
    runTasks();

    assertThat(tried).containsExactly(first.federation());
    assertThat(keeper.isComplete(2)).isFalse();
  }

  /** The gateway forgets with the link; documents are the first that comes on the next one. */
  @Test
  void tellsThatABookIsCompleteAndAgainWheneverDocumentsCome() {
    BookKeeper keeper = keeper(_ -> COMPLETED);

    replace(keeper, first);
    assertThat(ready).isEmpty();
    runTasks();
    assertThat(ready).containsExactly(1L);
    replace(keeper, second);
    assertThat(ready).containsExactly(1L, 1L);
  }

  private void replace(BookKeeper keeper, Adopted next) {
    wanted = List.of(next.federation());
    keeper.adopted();
  }

  private BookKeeper keeper(BookKeeper.Book book) {
    return new BookKeeper(
        federation -> {
          tried.add(federation);
          return book.complete(federation);
        },
        () -> wanted,
        tasks::add,
        wait -> {
          waits.add(wait);
          if (waits.size() > RETRIES_MAX) {
            throw new AssertionError("tried for ever");
          }
        },
        ready::add);
  }

  private void runTasks() {
    while (!tasks.isEmpty()) {
      tasks.removeFirst().run();
    }
  }

  private static Adopted adopted(Instant now) {
    PlayedQuery play = new PlayedQuery(now);
    try {
      return new AdoptedDocuments(play.pinned(), new MemoryStores()).adopt(play.documents(), now);
    } catch (RefusedException refused) {
      throw new AssertionError(refused);
    }
  }
}
