package io.heji.agent.query;

import io.heji.agent.contribution.Answered;
import io.heji.agent.contribution.AnsweredContributions;
import io.heji.agent.contribution.ContributionMaker;
import io.heji.agent.contribution.EpochSecrets;
import io.heji.agent.contribution.Made;
import io.heji.agent.contribution.Question;
import io.heji.agent.guard.GuardTerms;
import io.heji.agent.guard.PersonKeys;
import io.heji.agent.index.CustomerIndex;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.source.PlatformSource;
import io.heji.agent.source.PlatformSource.SubjectValues;
import io.heji.crypto.Bytes;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.policy.bundle.MetricRule;
import io.heji.policy.decision.Decision;
import io.heji.policy.decision.Decision.Deny;
import io.heji.policy.decision.Decision.Permit;
import io.heji.policy.decision.PolicyEngine;
import io.heji.policy.decision.QueryFacts;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.query.SubjectRow;
import io.heji.protocol.token.Token;
import io.heji.store.QuotaLedger;
import io.heji.store.QuotaScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * One ASK at the agent, in the fixed order of the protocol. It trusts nothing the gateway says: who
 * asks, under which documents, whether policy permits, what S is and which tokens are meant, it
 * checks itself. No message depends on whether a person is a customer. Thread-safe.
 */
public final class AskHandler {
  private final PartyId self;
  private final AdoptedDocuments documents;
  private final QuotaLedger quotas;
  private final AnsweredContributions answered;
  private final CustomerIndex index;
  private final PlatformSource source;
  private final PersonKeys personKeys;
  private final ContributionMaker maker;
  private final OwnSecrets secrets;
  private final Observer observer;
  private final Waiting waiting;
  private final InstantSource clock;

  /** The private keys that fit this federation's epoch and statement. */
  public interface OwnSecrets {
    EpochSecrets of(Federation federation) throws RefusedException;
  }

  /** Told what was opened and read; does nothing but in the sandbox. */
  public interface Observer {
    void opened(
        SignedQuery query,
        SealedTokens tokens,
        List<Set<String>> references,
        List<SubjectValues> values);
  }

  /** How time passes while an answer is made and held back. */
  public interface Waiting {
    /** By a clock that only goes forward; two readings say how much time is between them. */
    long nanoTime();

    void pause(Duration time) throws InterruptedException;

    /** Counts an answer whose work took longer than the published delay. */
    void late();
  }

  public AskHandler(
      PartyId self,
      AdoptedDocuments documents,
      QuotaLedger quotas,
      AnsweredContributions answered,
      CustomerIndex index,
      PlatformSource source,
      PersonKeys personKeys,
      ContributionMaker maker,
      OwnSecrets secrets,
      Observer observer,
      Waiting waiting,
      InstantSource clock) {
    this.self = self;
    this.documents = documents;
    this.quotas = quotas;
    this.answered = answered;
    this.index = index;
    this.source = source;
    this.personKeys = personKeys;
    this.maker = maker;
    this.secrets = secrets;
    this.observer = observer;
    this.waiting = waiting;
    this.clock = clock;
  }

  /** What the checks established. */
  private record Checked(Adopted adopted, Party bank, SummedSet set, Instant arrival) {
    Federation federation() {
      return adopted.federation();
    }
  }

  /** An ASK arrives: its D(n) begins, however long it waits for a thread to work on it. */
  public Departure arrived() {
    return Departure.arrived(waiting);
  }

  /**
   * Answers an ASK; returns at arrival + D(n), or at the next multiple of D(n) if the work took
   * longer.
   *
   * @param jws the bank's query as relayed
   * @param blob what the bank sealed to this platform
   * @param departure of this ASK
   */
  public Contribution answer(String jws, Bytes blob, Departure departure)
      throws RefusedException, InterruptedException {
    Instant arrival = clock.instant();
    SignedQuery query = SignedQuery.read(jws);
    Checked checked = check(query, arrival);
    Optional<Answered> before = answered.find(query.query().issuer(), query.query().jti());
    Contribution contribution =
        before.isPresent() ? sameAsBefore(query, before.get()) : contribute(query, checked, blob);
    departure.await(checked.adopted().policy().answerDelay().of(query.query().subjects()));
    return contribution;
  }

  private Checked check(SignedQuery query, Instant now) throws RefusedException {
    // The newest directory says who may ask, also under the roster before it: a suspension counts
    // at once.
    query.verifyIssuer(documents.require(now).federation(), now);
    Adopted adopted = documents.underRoster(query.query().roster(), now);
    Party bank = adopted.federation().activeParty(query.query().issuer(), Role.BANK);
    query.verifyDocuments(adopted.federation());
    SummedSet set = query.verifySet(adopted.federation(), bank);
    if (!set.members().contains(self)) {
      throw new RefusedException(
          ProblemType.WRONG_ROSTER, "this platform is not summed for this bank");
    }
    return new Checked(adopted, bank, set, now);
  }

  /**
   * The same Q again gets the same bytes; another Q under the same id is refused. Nothing is ever
   * recomputed.
   */
  private static Contribution sameAsBefore(SignedQuery query, Answered before)
      throws RefusedException {
    if (!before.queryHash().equals(query.hash())) {
      throw new RefusedException(ProblemType.REPLAYED, "another query was answered under this id");
    }
    return before
        .contribution()
        .orElseThrow(
            () ->
                new RefusedException(
                    ProblemType.REPLAYED, "what was answered under this id is no longer kept"));
  }

  private Contribution contribute(SignedQuery query, Checked checked, Bytes blob)
      throws RefusedException {
    requireMapped(query, checked);
    List<MetricRule> terms = decide(query, checked);
    EpochSecrets own = secrets.of(checked.federation());
    SealedTokens opened = open(query, checked, own, blob);
    Completed book = completedBook(checked);
    List<Set<String>> references =
        index.find(checked.federation().roster().epoch(), opened.tokens());
    List<SubjectValues> values = read(query, checked.federation().directory(), references);
    observer.opened(query, opened, references, values);
    // Not when the reading ended: that moment, told in clear, would depend on the person.
    Instant dataAsOf = checked.arrival();
    Answered answer =
        answered.answerOnce(
            question(query, checked, opened.tokens(), references, dataAsOf),
            vetoedByGuard ->
                make(query, checked, terms, own, opened, book, values, vetoedByGuard, dataAsOf));
    // If another thread or replica was first, its answer is the answer.
    return sameAsBefore(query, answer);
  }

  private Made make(
      SignedQuery query,
      Checked checked,
      List<MetricRule> terms,
      EpochSecrets own,
      SealedTokens opened,
      Completed book,
      List<SubjectValues> values,
      List<Boolean> vetoedByGuard,
      Instant dataAsOf)
      throws RefusedException {
    List<SubjectRow> rows = ContributionMaker.rows(values, terms, supplied(checked), vetoedByGuard);
    Contribution contribution =
        maker.make(
            checked.federation(),
            checked.set(),
            query,
            own,
            opened,
            rows,
            dataAsOf.getEpochSecond(),
            book.asOf().getEpochSecond());
    Answered answer =
        new Answered(
            query.query().issuer(),
            query.query().jti(),
            query.hash(),
            checked.set().hash(),
            Optional.of(contribution));
    return new Made(answer, rows.stream().map(row -> row instanceof SubjectRow.Veto).toList());
  }

  /** What this platform's key statement says that it supplies. */
  private Set<Metric> supplied(Checked checked) {
    return checked.federation().platformKeys(self).metrics();
  }

  /** A zero in place of what cannot be read would be a sum that is too small and says nothing. */
  private void requireMapped(SignedQuery query, Checked checked) throws RefusedException {
    for (MetricRequest asked : query.query().metrics()) {
      if (supplied(checked).contains(asked.metric()) && !source.maps(asked.metric())) {
        throw new RefusedException(
            ProblemType.MEMBER_UNAVAILABLE,
            "this platform states `%s`, which its mapping does not have"
                .formatted(asked.metric().wireName()));
      }
    }
  }

  private Question question(
      SignedQuery query,
      Checked checked,
      List<Token> tokens,
      List<Set<String>> references,
      Instant now) {
    SortedSet<String> groups = checked.bank().groups();
    SortedSet<String> company = checked.federation().companyGroupsOf(checked.bank());
    List<Question.Person> persons = new ArrayList<>();
    for (int subject = 0; subject < tokens.size(); subject++) {
      Token token = tokens.get(subject);
      Set<String> own = references.get(subject);
      List<Bytes> lookedUp = personKeys.of(company, token, own);
      List<Bytes> written = company.equals(groups) ? lookedUp : personKeys.of(groups, token, own);
      persons.add(
          new Question.Person(personKeys.question(query.hash(), subject), written, lookedUp));
    }
    return new Question(
        query.query().issuer(),
        query.query().jti(),
        query.query().expires(),
        company.first(),
        GuardTerms.of(checked.adopted(), checked.set().members(), now),
        persons);
  }

  private List<MetricRule> decide(SignedQuery query, Checked checked) throws RefusedException {
    String scope =
        QuotaScope.ofDay(
            "subjects",
            checked.bank().id(),
            checked.arrival(),
            checked.federation().directory().timeZone());
    QueryFacts facts =
        QueryFacts.of(query, checked.bank(), checked.set(), quotas.used(scope), checked.arrival());
    Decision decision = PolicyEngine.decide(checked.adopted().policy(), facts);
    List<MetricRule> terms =
        switch (decision) {
          case Permit(List<MetricRule> permitted) -> permitted;
          case Deny(ProblemType problem, String detail) ->
              throw new RefusedException(problem, detail);
        };
    long limit = checked.adopted().policy().quotas().bankSubjectsPerDay();
    if (!quotas.charge(scope, query.query().subjects(), limit)) {
      throw new RefusedException(
          ProblemType.QUOTA_EXCEEDED, "the bank's subjects of today exceed policy's quota");
    }
    return terms;
  }

  private SealedTokens open(SignedQuery query, Checked checked, EpochSecrets own, Bytes blob)
      throws RefusedException {
    Bytes statementHash =
        checked
            .federation()
            .statement(self)
            // Safe: this platform is in S, so it is a member of the roster.
            .orElseThrow(() -> new IllegalStateException("bug: a member without statement"))
            .hash();
    SealingContext context =
        new SealingContext(query.query().issuer(), query.query().jti(), self, statementHash);
    // Safe: the set that the query seals to was checked to be S, which this platform is in.
    Bytes blobHash = query.query().sealed().getOrDefault(self, Bytes.EMPTY);
    return SealedTokens.open(
        blob, blobHash, context, own.sealing(), query.query().subjects(), query.query().tokens());
  }

  private Completed completedBook(Checked checked) throws RefusedException {
    return index
        .completed(checked.federation().roster().epoch())
        .orElseThrow(
            () ->
                new RefusedException(
                    ProblemType.MEMBER_UNAVAILABLE, "the platform is still tokenising its book"));
  }

  private List<SubjectValues> read(
      SignedQuery query, Directory directory, List<Set<String>> references) {
    List<Metric> metrics = query.query().metrics().stream().map(MetricRequest::metric).toList();
    LocalDate day = LocalDate.ofInstant(query.query().issuedAt(), directory.timeZone());
    return source.read(references, metrics, day, directory.timeZone(), directory.currencyDigits());
  }
}
