package io.heji.agent.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.agent.AgentLimits;
import io.heji.agent.index.CustomerIndex;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.CustomerIndex.Reached;
import io.heji.agent.index.CustomerIndexStore;
import io.heji.agent.played.AgentDatabase;
import io.heji.agent.played.PlayedQuery;
import io.heji.agent.source.PlayedBook;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.token.Token;
import io.heji.store.StoreFailedException;
import io.heji.store.played.PlayedDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A book that is interrupted and goes on, on PostgreSQL, by one process after the other. */
@Timeout(120)
class BookTokenisationIT {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
  private static final int PAGE = 5;
  private static final int BOOK = 38;
  private static final long EPOCH = 1;

  private static PlayedDatabase database;

  private final PlayedQuery play = new PlayedQuery(NOW);
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());
  private final SecretBytes localKey = SecretBytes.random(32, play.randomness());
  private final PlayedTokenisers tokenisers = new PlayedTokenisers(play, voprf, (_, _) -> {});
  private Instant now = NOW;

  @BeforeAll
  static void startPostgres() throws Exception {
    database = AgentDatabase.start();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    database.close();
  }

  @BeforeEach
  void empty() throws Exception {
    database.execute("truncate customer_index, index_complete, index_progress");
    database.roomAt("customer_index");
  }

  /** The disk is full in the fourth page; the process is started again when there is room. */
  @Test
  void goesOnAfterARestartBehindTheLastWrittenPage() throws Exception {
    fullAfter(3 * PAGE);
    CustomerIndex before = index();
    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> run(before));
    assertThat(before.completed(EPOCH)).isEmpty();
    assertThat(before.reached(EPOCH).map(Reached::customers)).contains(3L * PAGE - 1);
    assertThat(database.number("select count(*) from customer_index")).isEqualTo(3 * PAGE);
    database.roomAt("customer_index");
    now = NOW.plusSeconds(3600);

    CustomerIndex after = index();
    Completed completed = run(after);

    assertThat(completed).isEqualTo(new Completed(NOW, BOOK, 0));
    assertThat(after.completed(EPOCH)).contains(completed);
    assertThat(after.reached(EPOCH)).isEmpty();
    assertThat(database.number("select count(*) from customer_index")).isEqualTo(BOOK);
    assertThat(tokenisers.charged())
        .isBetween((long) BOOK, BOOK + (long) PAGE * AgentLimits.BOOK_PAGES_IN_FLIGHT + 1);
  }

  /** Nobody of the book is written down by identity, also where it was interrupted. */
  @Test
  void whatItRemembersOfWhereItIsHoldsNoIdentity() throws Exception {
    fullAfter(PAGE);
    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> run(index()));

    assertThat(database.rows("select p::text from index_progress p").getFirst())
        .doesNotContain(PlayedBook.identity(4))
        .contains("1000004");
  }

  @Test
  void aReplicaThatIsBehindDoesNotTakeTheBookBack() {
    CustomerIndex index = index();
    index.add(EPOCH, List.of(), new Reached(NOW, "20", 19, 1));

    index.add(EPOCH, List.of(), new Reached(NOW.plusSeconds(9), "10", 10, 0));

    assertThat(index.reached(EPOCH)).contains(new Reached(NOW, "20", 19, 1));
  }

  @Test
  void forgetsHowFarAnEndedEpochsBookWas() {
    CustomerIndex index = index();
    index.add(EPOCH, List.of(), new Reached(NOW, "20", 19, 1));
    index.add(EPOCH + 1, List.of(), new Reached(NOW, "20", 19, 1));

    index.forgetBefore(EPOCH + 1);

    assertThat(index.reached(EPOCH)).isEmpty();
    assertThat(index.reached(EPOCH + 1)).isPresent();
  }

  /** One more than counts is told, so that it shows that there are too many. */
  @Test
  void findsNoMoreReferencesOfAPersonThanShowThatTheyAreTooMany() {
    CustomerIndex index = index();
    Token one = play.token();
    Token many = play.token();
    List<CustomerIndex.Entry> entries = new ArrayList<>();
    entries.add(new CustomerIndex.Entry(one, "one"));
    for (int i = 0; i < AgentLimits.REFERENCES_PER_PERSON_MAX + 20; i++) {
      entries.add(new CustomerIndex.Entry(many, "many-" + i));
    }
    index.add(EPOCH, entries, new Reached(NOW, "z", 0, 0));

    List<Set<String>> found = index.find(EPOCH, List.of(one, many, play.token()));

    assertThat(found.get(0)).containsExactly("one");
    assertThat(found.get(1)).hasSize(AgentLimits.REFERENCES_PER_PERSON_MAX + 1);
    assertThat(found.get(2)).isEmpty();
  }

  private Completed run(CustomerIndex index) throws Exception {
    return new BookTokenisation(
            PlayedBook.of(BOOK).source(),
            index,
            tokenisers,
            voprf,
            PlayedQuery.SELF,
            PlayedQuery.kid(PlayedQuery.SELF, KeyUse.SIGNING),
            play.key(PlayedQuery.SELF, KeyUse.SIGNING),
            new SplittableRandom(now.getEpochSecond())::nextBytes,
            () -> now,
            new BookProgress(),
            PAGE)
        .run(play.federation());
  }

  /** As a process has it that has just started. */
  private CustomerIndex index() {
    return new CustomerIndexStore(database.pool(2), localKey);
  }

  private static void fullAfter(int rows) throws Exception {
    database.execute(
        "create or replace function full_disk() returns trigger language plpgsql as $$ begin"
            + " if (select count(*) from customer_index) > "
            + rows
            + " then raise exception 'full' using errcode = '53100'; end if; return null; end $$");
    database.execute(
        "create trigger full_disk after insert on customer_index"
            + " execute function full_disk()");
  }
}
