package io.heji.agent.token;

import io.heji.agent.index.CustomerIndex;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.CustomerIndex.Entry;
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
 * evaluated through the link, verified, into the index. A few pages are under way at a time, so
 * memory does not grow with the book. Begun again after an interruption it starts over; what is in
 * the index already changes nothing.
 */
public final class BookTokenisation {
  /**
   * Customers of a page: large enough to share a proof, small enough for a frame and for steady
   * progress.
   */
  public static final int PAGE_SIZE = 500;

  /** Pages under way at a time. */
  public static final int PAGES_IN_FLIGHT = 2;

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
  }

  /** Brings the index of the roster's epoch to completion, unless it is complete already. */
  public Completed run(Federation federation) throws RefusedException, InterruptedException {
    long epoch = federation.roster().epoch();
    Optional<Completed> before = index.completed(epoch);
    if (before.isPresent()) {
      progress.finished(before.get().customers() + before.get().refused());
      return before.get();
    }
    Instant asOf = clock.instant();
    ZoneId zone = federation.directory().timeZone();
    progress.start(source.customerCount(zone));
    long customers = 0;
    long read = 0;
    Deque<Future<Integer>> underWay = new ArrayDeque<>();
    try (ExecutorService pages = Executors.newVirtualThreadPerTaskExecutor()) {
      Optional<StoredCustomer> after = Optional.empty();
      List<StoredCustomer> page;
      do {
        if (underWay.size() == PAGES_IN_FLIGHT) {
          customers += finished(underWay.removeFirst());
        }
        page = source.page(after, PAGE_SIZE, zone);
        List<StoredCustomer> own = page;
        underWay.addLast(pages.submit(() -> tokenise(federation, epoch, own)));
        read += page.size();
        after = page.isEmpty() ? after : Optional.of(page.getLast());
      } while (page.size() == PAGE_SIZE);
      while (!underWay.isEmpty()) {
        customers += finished(underWay.removeFirst());
      }
    }
    Completed completed = new Completed(asOf, customers, read - customers);
    index.complete(epoch, completed);
    return completed;
  }

  private static int finished(Future<Integer> page) throws RefusedException, InterruptedException {
    try {
      return page.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw new IllegalStateException("a page of the book could not be tokenised", failed);
    }
  }

  /** How many of the page are in the index now; the rest had identity numbers that are none. */
  private int tokenise(Federation federation, long epoch, List<StoredCustomer> page)
      throws RefusedException {
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
    if (subjects.isEmpty()) {
      progress.add(page.size());
      return 0;
    }
    TokenRound round = TokenRound.blind(subjects, voprf, randomness);
    String request =
        round.request(federation, self, clock.instant(), randomness).signWith(kid, signing);
    List<Token> tokens = round.finish(federation, evaluations.evaluate(request, round.elements()));
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      entries.add(new Entry(tokens.get(i), references.get(i)));
    }
    index.add(epoch, entries);
    progress.add(page.size());
    return tokens.size();
  }
}
