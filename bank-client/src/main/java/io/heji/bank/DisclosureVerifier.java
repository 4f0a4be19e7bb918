package io.heji.bank;

import io.heji.bank.ExposureAnswer.AsOf;
import io.heji.bank.ExposureAnswer.Documents;
import io.heji.bank.store.PendingQuery;
import io.heji.crypto.SecretBytes;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.document.UnsummedPlatforms;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.DisclosedMetric;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.MetricState;
import io.heji.protocol.query.Rounding;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.query.TotalOpening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Verifies a disclosure against the question it answers, and only then opens its totals (protocol
 * §5, order of work 5).
 *
 * <p>In this order: the gateway's signature; query id, gateway, bank, time; Q; S; coverage;
 * directory, policy, roster; that exactly the metrics asked came back for as many subjects, in
 * policy's units; then each total: its tag, its range, that {@code no-record} and {@code zero} open
 * to 0.
 *
 * <p>What it cannot verify is the gateway's word: the states, as-of, and the totals that the
 * gateway discloses itself.
 */
final class DisclosureVerifier {
  private final Federation federation;
  private final SignedQuery signedQuery;
  private final ExposureQuery query;
  private final PendingQuery pending;
  private final Party bank;
  private final SummedSet set;
  private final PolicyTerms policy;

  /**
   * Prepares to verify the answer to one question.
   *
   * @param federation the view under which it was asked
   * @param policy its terms at the time of the question
   * @param signedQuery the question
   * @param pending its keys
   */
  DisclosureVerifier(
      Federation federation, PolicyTerms policy, SignedQuery signedQuery, PendingQuery pending)
      throws RefusedException {
    this.federation = federation;
    this.policy = policy;
    this.signedQuery = signedQuery;
    this.pending = pending;
    this.query = signedQuery.query();
    this.bank = federation.activeParty(query.issuer(), Role.BANK);
    this.set = federation.summedSet(bank);
  }

  /** Prepares the same from what is kept of a question. */
  static DisclosureVerifier ofKept(Federation federation, PendingQuery pending)
      throws RefusedException {
    SignedQuery query = SignedQuery.read(pending.jws());
    PolicyTerms policy = PolicyTerms.of(federation, query.query().issuedAt());
    return new DisclosureVerifier(federation, policy, query, pending);
  }

  /** The answer that a disclosure carries. */
  ExposureAnswer verify(String text) throws NotVerifiedException {
    try {
      Disclosure disclosure = read(text);
      requireAnswersThisQuery(disclosure);
      requireSameSet(disclosure);
      requireSameDocuments(disclosure);
      requireAsked(disclosure);
      return answer(disclosure);
    } catch (RefusedException check) {
      // Whatever the check was called below: to the bank it is an answer that does not verify.
      throw new NotVerifiedException(ProblemType.DISCLOSURE_INVALID, check.detail());
    }
  }

  private Disclosure read(String text) throws RefusedException {
    Party gateway = federation.gateway();
    DirectoryKey key =
        gateway
            .key(KeyUse.SIGNING)
            .orElseThrow(() -> refused("the directory lists no signing key for the gateway"));
    return Disclosure.read(text, key.kid(), key.key());
  }

  private void requireAnswersThisQuery(Disclosure disclosure) throws RefusedException {
    require(disclosure.jti().equals(query.jti()), "it has another query id");
    require(disclosure.issuer().equals(federation.gateway().id()), "it is not the gateway's");
    require(disclosure.audience().equals(query.issuer()), "it is meant for another bank");
    require(
        !disclosure.issuedAt().isBefore(query.issuedAt().minus(Limits.CLOCK_SKEW_MAX)),
        "it is older than the query");
    require(disclosure.queryHash().equals(signedQuery.hash()), "it answers another query");
  }

  private void requireSameSet(Disclosure disclosure) throws RefusedException {
    require(disclosure.set().equals(set.members()), "it sums other platforms than the roster's");
    UnsummedPlatforms unsummed = federation.unsummed(bank);
    require(
        disclosure.ownGroup().equals(unsummed.ownGroup())
            && disclosure.absent().equals(unsummed.absent()),
        "it states another coverage than the documents");
  }

  private void requireSameDocuments(Disclosure disclosure) throws RefusedException {
    require(disclosure.directory().equals(query.directory()), "it names another directory");
    require(disclosure.policy().equals(query.policy()), "it names another policy bundle");
    require(disclosure.roster().equals(query.roster()), "it names another roster");
  }

  private void requireAsked(Disclosure disclosure) throws RefusedException {
    require(
        disclosure.subjects().size() == query.subjects(),
        "it answers about another number of subjects");
    for (List<DisclosedMetric> subject : disclosure.subjects()) {
      List<MetricRequest> answered = subject.stream().map(DisclosedMetric::request).toList();
      require(answered.equals(query.metrics()), "it answers other metrics than were asked");
      for (DisclosedMetric metric : subject) {
        require(
            metric.unit() == policy.terms(metric.request().metric()).unit(),
            "it states another unit than the policy bundle");
      }
    }
  }

  private ExposureAnswer answer(Disclosure disclosure) throws RefusedException {
    TotalOpening opening = opening();
    List<List<MetricAnswer>> subjects = new ArrayList<>();
    for (int subject = 0; subject < query.subjects(); subject++) {
      List<MetricAnswer> metrics = new ArrayList<>();
      for (int metric = 0; metric < query.metrics().size(); metric++) {
        DisclosedMetric disclosed = disclosure.subjects().get(subject).get(metric);
        OptionalLong total = total(opening, subject, metric, disclosed);
        metrics.add(
            new MetricAnswer(
                disclosed.request().metric(),
                disclosed.request().form(),
                disclosed.state(),
                total,
                disclosed.unit(),
                Math.multiplyExact(disclosed.unit(), set.size())));
      }
      subjects.add(metrics);
    }
    return new ExposureAnswer(
        query.jti(),
        query.issuer(),
        query.purpose(),
        query.consent().id(),
        query.issuedAt(),
        federation.directory().currency(),
        federation.directory().currencyDigits(),
        subjects,
        Coverage.of(federation, bank),
        new AsOf(disclosure.dataAsOf(), disclosure.indexAsOf()),
        new Documents(query.directory(), query.policy(), query.roster()));
  }

  private TotalOpening opening() {
    Map<String, SecretBytes> padSeeds = new HashMap<>();
    pending.padSeeds().forEach((member, seed) -> padSeeds.put(member.value(), seed));
    return new TotalOpening(query.layout(), signedQuery.hash(), pending.tagKey(), padSeeds);
  }

  private OptionalLong total(
      TotalOpening opening, int subject, int metric, DisclosedMetric disclosed)
      throws RefusedException {
    MetricState state = disclosed.state();
    OptionalLong total = disclosed.value();
    if (disclosed.padded().isPresent()) {
      // Opened in every state that carries it: a no-record that does not open to 0 is refused.
      total = OptionalLong.of(opening.open(subject, metric, state, disclosed.padded().get()));
    }
    require(
        total.isEmpty() || total.getAsLong() <= set.size() * Rounding.VALUE_MAX,
        "a total is out of range");
    return switch (state) {
      case VALUE -> total;
      case ZERO -> OptionalLong.of(0);
      case WITHHELD, NOT_COVERED, NO_RECORD, SUPPRESSED -> OptionalLong.empty();
    };
  }

  private static void require(boolean holds, String otherwise) throws RefusedException {
    if (!holds) {
      throw refused(otherwise);
    }
  }

  private static RefusedException refused(String detail) {
    return new RefusedException(ProblemType.DISCLOSURE_INVALID, detail);
  }
}
