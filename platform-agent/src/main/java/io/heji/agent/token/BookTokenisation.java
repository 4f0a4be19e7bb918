package io.heji.agent.token;

import io.heji.agent.AgentLimits;
import io.heji.agent.index.CustomerIndex;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.CustomerIndex.Entry;
import io.heji.agent.index.CustomerIndex.Reached;
import io.heji.agent.source.PlatformSource;
import io.heji.agent.source.PlatformSource.StoredCustomer;
import io.heji.crypto.Randomness;
import io.heji.crypto.oprf.Voprf;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tokenises the whole book for one epoch: page by page from the platform's tables, blinded,
 * evaluated through the link, verified, into the index.
 *
 * <pre>
 *   page k+1   read, hash and blind
 *   page k     at the tokenisers, then verified and unblinded
 *   page k-1   written, with how far the book is
 * </pre>
 *
 * Pages are written in their order and {@link AgentLimits#BOOK_PAGES_IN_FLIGHT} are under way at a
 * time, so memory does not grow with the book and the slowest stage holds the others back. Begun
 * again after an interruption it goes on behind the last page that was written: tokenisers charge
 * for what they evaluate, so no more than the pages under way and one customer are evaluated again.
 */
public final class BookTokenisation {
  private final PlatformSource source;
  private final CustomerIndex index;
  private final Evaluations evaluations;
  private final Voprf voprf;
  private final PartyId self;
  private final String kid;
  private final Es256PrivateKey signing;
  private final Randomness randomness;
  private final InstantSource clock;
  private final BookProgress progress;
  private final int pageSize;

  public BookTokenisation(
      PlatformSource source,
      CustomerIndex index,
      Evaluations evaluations,
      Voprf voprf,
      PartyId self,
      String kid,
      Es256PrivateKey signing,
      Randomness randomness,
      InstantSource clock,
      BookProgress progress) {
    this(
        source,
        index,
        evaluations,
        voprf,
        self,
        kid,
        signing,
        randomness,
        clock,
        progress,
        AgentLimits.BOOK_PAGE);
  }

  BookTokenisation(
      PlatformSource source,
      CustomerIndex index,
      Evaluations evaluations,
      Voprf voprf,
      PartyId self,
      String kid,
      Es256PrivateKey signing,
      Randomness randomness,
      InstantSource clock,
      BookProgress progress,
      int pageSize) {
    this.source = source;
    this.index = index;
    this.evaluations = evaluations;
    this.voprf = voprf;
    this.self = self;
    this.kid = kid;
    this.signing = signing;
    this.randomness = randomness;
    this.clock = clock;
    this.progress = progress;
    this.pageSize = pageSize;
  }

  /** Brings the index of the roster's epoch to completion, unless it is complete already. */
  public Completed run(Federation federation) throws RefusedException, InterruptedException {
    long epoch = federation.roster().epoch();
    ZoneId zone = federation.directory().timeZone();
    // Also where the book is complete: the mapping may be another since. Who is ready is asked, and
    // each question that one platform cannot read fails for all.
    source.requireReadable(zone);
    Optional<Completed> before = index.completed(epoch);
    if (before.isPresent()) {
      progress.finished(before.get().customers() + before.get().refused());
      return before.get();
    }
    Reading reading = new Reading(zone, index.reached(epoch));
    progress.start(reading.customers + reading.refused, source.customerCount(zone));
    Deque<Future<Page>> underWay = new ArrayDeque<>();
    // One page alone at first: where nothing can be evaluated, a try costs no more than that.
    int pagesAtATime = 1;
    try (ExecutorService pages = Executors.newVirtualThreadPerTaskExecutor()) {
      do {
        while (!reading.ended && underWay.size() < pagesAtATime) {
          List<StoredCustomer> page = reading.next();
          underWay.addLast(pages.submit(() -> tokenise(federation, page)));
        }
        write(epoch, reading, finished(underWay.removeFirst()));
        pagesAtATime = AgentLimits.BOOK_PAGES_IN_FLIGHT;
      } while (!reading.ended || !underWay.isEmpty());
    }
    Completed completed = new Completed(reading.asOf, reading.customers, reading.refused);
    index.complete(epoch, completed);
    return completed;
  }

  /** Where in the book it reads and up to where it has written. Of one thread. */
  private final class Reading {
    private final ZoneId zone;
    private final Instant asOf;
    private Optional<StoredCustomer> after;
    private boolean ended;
    private long customers;
    private long refused;

    Reading(ZoneId zone, Optional<Reached> before) {
      this.zone = zone;
      this.asOf = before.map(Reached::asOf).orElseGet(clock::instant);
      this.after = before.map(reached -> source.atFirstIdentityOf(reached.reference()));
      this.customers = before.map(Reached::customers).orElse(0L);
      this.refused = before.map(Reached::refused).orElse(0L);
    }

    List<StoredCustomer> next() {
      List<StoredCustomer> page = source.page(after, pageSize, zone);
      ended = page.size() < pageSize;
      after = page.isEmpty() ? after : Optional.of(page.getLast());
      return page;
    }
  }

  /**
   * A page, evaluated and verified.
   *
   * @param entries of those whose identity numbers are ones
   */
  private record Page(List<StoredCustomer> customers, List<Entry> entries) {}

  private void write(long epoch, Reading reading, Page page) {
    if (page.customers().isEmpty()) {
      return;
    }
    String last = page.customers().getLast().reference();
    // Where the book goes on, rows without an identity are passed over.
    long readAgain =
        page.customers().stream()
            .filter(c -> c.reference().equals(last) && !c.rawIdentity().isEmpty())
            .count();
    long inAgain = page.entries().stream().filter(e -> e.reference().equals(last)).count();
    reading.customers += page.entries().size();
    reading.refused += page.customers().size() - page.entries().size();
    index.add(
        epoch,
        page.entries(),
        new Reached(
            reading.asOf,
            last,
            reading.customers - inAgain,
            reading.refused - (readAgain - inAgain)));
    progress.add(page.customers().size());
  }

  private static Page finished(Future<Page> page) throws RefusedException, InterruptedException {
    try {
      return page.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw new IllegalStateException("a page of the book could not be tokenised", failed);
    }
  }

  private Page tokenise(Federation federation, List<StoredCustomer> page) throws RefusedException {
    List<Subject> subjects = new ArrayList<>();
    List<String> references = new ArrayList<>();
    for (StoredCustomer customer : page) {
      switch (Subjects.normalise(customer.scheme(), customer.rawIdentity())) {
        case Normalised.Accepted(Subject subject) -> {
          subjects.add(subject);
          references.add(customer.reference());
        }
        case Normalised.Refused _ -> {}
      }
    }
    List<Entry> entries = new ArrayList<>();
    if (!subjects.isEmpty()) {
      TokenRound round = TokenRound.blind(subjects, voprf, randomness);
      String request =
          round.request(federation, self, clock.instant(), randomness).signWith(kid, signing);
      List<Token> tokens =
          round.finish(federation, evaluations.evaluate(request, round.elements()));
      for (int i = 0; i < tokens.size(); i++) {
        entries.add(new Entry(tokens.get(i), references.get(i)));
      }
    }
    return new Page(page, entries);
  }
}
