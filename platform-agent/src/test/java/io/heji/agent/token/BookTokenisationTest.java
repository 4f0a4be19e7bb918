package io.heji.agent.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heji.agent.AgentLimits;
import io.heji.agent.index.CustomerIndex;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.MemoryIndex;
import io.heji.agent.played.PlayedQuery;
import io.heji.agent.source.PlayedBook;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole book, page by page, with real tokens. */
@Timeout(120)
class BookTokenisationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final int PAGE = 5;
  private static final int BOOK = 38;

  /** The pages under way, and the customer at whom it goes on. */
  private static final long AGAIN_MAX = (long) PAGE * AgentLimits.BOOK_PAGES_IN_FLIGHT + 1;

  private static final long EPOCH = 1;

  private final PlayedQuery play = new PlayedQuery(NOW);
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());
  private final MemoryIndex index = new MemoryIndex();
  private final BookProgress progress = new BookProgress();
  private Instant now = NOW;

  @Test
  void tokenisesEachCustomerOnce() throws Exception {
    PlayedBook book = PlayedBook.of(BOOK);
    book.customer("2000000", "not a number");
    book.customer("2000001", null);
    PlayedTokenisers tokenisers = tokenisers((_, _) -> {});

    Completed completed = run(book, index, tokenisers);

    assertThat(completed).isEqualTo(new Completed(NOW, BOOK, 2));
    assertThat(index.references).hasSize(BOOK).doesNotHaveDuplicates();
    assertThat(tokenisers.charged()).isEqualTo(BOOK);
    assertThat(progress.done()).isEqualTo(BOOK + 2);
    assertThat(progress.total()).isEqualTo(BOOK + 2);
  }

  /** Tokenisers charge for what they evaluate, so a restart costs none of it. */
  @Test
  void aBookThatIsCompleteIsNotReadAgain() throws Exception {
    PlayedBook book = PlayedBook.of(BOOK);
    PlayedTokenisers tokenisers = tokenisers((_, _) -> {});
    Completed completed = run(book, index, tokenisers);
    int pagesRead = book.pagesRead();
    now = NOW.plusSeconds(60);

    assertThat(run(book, index, tokenisers)).isEqualTo(completed);

    assertThat(book.pagesRead()).isEqualTo(pagesRead);
    assertThat(tokenisers.charged()).isEqualTo(BOOK);
  }

  /** Else the platform would be seated, and each question that it is asked would fail for all. */
  @Test
  void isNotCompleteWhereTheStatementsOfAQuestionCannotBeRun() throws Exception {
    PlayedBook book = PlayedBook.of(BOOK);
    PlayedTokenisers tokenisers = tokenisers((_, _) -> {});
    MemoryIndex complete = new MemoryIndex();
    run(book, complete, tokenisers);
    int pagesRead = book.pagesRead();

    book.misname();

    for (MemoryIndex into : List.of(index, complete)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> run(book, into, tokenisers))
          .withMessage("no such column");
    }
    assertThat(index.completed(EPOCH)).isEmpty();
    assertThat(book.pagesRead()).isEqualTo(pagesRead);
  }

  /** Wherever it fails, what was written is not evaluated again. */
  @Test
  void goesOnBehindTheLastWrittenPageAfterAFailure() throws Exception {
    for (int failing = 1; failing <= 8; failing++) {
      int call = failing;
      MemoryIndex own = new MemoryIndex();
      PlayedBook book = PlayedBook.of(BOOK);
      PlayedTokenisers tokenisers =
          tokenisers(
              (number, _) -> {
                if (number == call) {
                  throw new RefusedException(ProblemType.TOKENISER_UNAVAILABLE, "played");
                }
              });
      now = NOW;
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> run(book, own, tokenisers));
      now = NOW.plusSeconds(60);

      Completed completed = run(book, own, tokenisers);

      assertThat(completed.customers()).isEqualTo(BOOK);
      assertThat(completed.refused()).isZero();
      // As of when the reading began at which the first written page was read.
      assertThat(completed.asOf()).isEqualTo(call == 1 ? now : NOW);
      assertThat(new HashSet<>(own.references)).hasSize(BOOK);
      assertThat(tokenisers.charged()).isBetween((long) BOOK, BOOK + AGAIN_MAX);
    }
  }

  /** The quota of an epoch is what the book is declared to be, with little room. */
  @Test
  void aTokeniserThatNeverAnswersCostsOnePageATry() {
    PlayedTokenisers tokenisers =
        tokenisers(
            (_, _) -> {
              throw new RefusedException(ProblemType.TOKENISER_UNAVAILABLE, "played");
            });
    PlayedBook book = PlayedBook.of(BOOK);

    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> run(book, index, tokenisers));
      assertThat(tokenisers.charged()).isEqualTo((long) attempt * PAGE);
    }
  }

  /** A reference with identities on both sides of the end of a page. */
  @Test
  void countsACustomerOfSeveralIdentitiesRightAlsoAfterAFailure() throws Exception {
    PlayedBook book = new PlayedBook();
    for (int i = 0; i < 4; i++) {
      book.customer("100" + i, PlayedBook.identity(i));
    }
    book.customer("1004", null);
    for (int i = 4; i < 12; i++) {
      book.customer("1004", PlayedBook.identity(i));
    }
    book.customer("1004", "no number");
    PlayedTokenisers tokenisers =
        tokenisers(
            (number, _) -> {
              if (number == 2) {
                throw new RefusedException(ProblemType.TOKENISER_UNAVAILABLE, "played");
              }
            });
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> run(book, index, tokenisers));

    Completed completed = run(book, index, tokenisers);

    assertThat(completed).isEqualTo(new Completed(NOW, 12, 2));
  }

  /**
   * Page 3 is blinded while page 2 is at the tokenisers, and answered while page 2 is written; no
   * more than the pages under way are read ahead.
   */
  @Test
  void stagesOverlapAndHoldOneAnotherBack() throws Exception {
    CountDownLatch thirdAtTokenisers = new CountDownLatch(1);
    CountDownLatch secondIsWritten = new CountDownLatch(1);
    CountDownLatch thirdAnswered = new CountDownLatch(1);
    // The second page has three numbers that are ones and the third four: so they are told apart.
    PlayedBook book = new PlayedBook();
    for (int i = 0; i < BOOK; i++) {
      boolean refused = i == PAGE || i == PAGE + 1 || i == 2 * PAGE;
      book.customer(Integer.toString(1_000 + i), refused ? "none" : PlayedBook.identity(i));
    }
    PlayedTokenisers tokenisers =
        tokenisers(
            (_, elements) -> {
              if (elements == PAGE - 2) {
                await(thirdAtTokenisers);
              } else if (elements == PAGE - 1) {
                thirdAtTokenisers.countDown();
                await(secondIsWritten);
                thirdAnswered.countDown();
              }
            });
    AtomicInteger written = new AtomicInteger();
    MemoryIndex watching =
        new MemoryIndex() {
          @Override
          public synchronized void add(long epoch, List<Entry> entries, Reached to) {
            assertThat(book.pagesRead() - written.getAndIncrement())
                .isLessThanOrEqualTo(AgentLimits.BOOK_PAGES_IN_FLIGHT);
            if (written.get() == 2) {
              secondIsWritten.countDown();
              await(thirdAnswered);
            }
            super.add(epoch, entries, to);
          }
        };

    assertThat(run(book, watching, tokenisers).customers()).isEqualTo(BOOK - 3);
    assertThat(watching.references).isSorted();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException ending) {
      throw new AssertionError(ending);
    }
  }

  private PlayedTokenisers tokenisers(PlayedTokenisers.Call before) {
    return new PlayedTokenisers(play, voprf, before);
  }

  private Completed run(PlayedBook book, CustomerIndex into, Evaluations evaluations)
      throws RefusedException, InterruptedException {
    assertThat(play.federation().roster().epoch()).isEqualTo(EPOCH);
    return new BookTokenisation(
            book.source(),
            into,
            evaluations,
            voprf,
            PlayedQuery.SELF,
            PlayedQuery.kid(PlayedQuery.SELF, KeyUse.SIGNING),
            play.key(PlayedQuery.SELF, KeyUse.SIGNING),
            new java.util.SplittableRandom(9)::nextBytes,
            () -> now,
            progress,
            PAGE)
        .run(play.federation());
  }
}
