package io.heji.bank;

import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.Element;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.PairwiseMasks;
import io.heji.crypto.mask.Tags;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.document.UnsummedPlatforms;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricKind;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.played.PlayedPolicy;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.ContributionLanes;
import io.heji.protocol.query.DisclosedMetric;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.LaneSum;
import io.heji.protocol.query.LaneSum.MetricSum;
import io.heji.protocol.query.LaneSum.SubjectSum;
import io.heji.protocol.query.MetricState;
import io.heji.protocol.query.Rounding;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.query.SubjectRow;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.token.Elements;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.SignedEvaluationRequest;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Gateway, tokenisers and platforms of a played federation, with the real messages and the real
 * cryptography, and hooks where a test tampers.
 */
final class PlayedGateway implements GatewayApi {
  private final PlayedFederation played;
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());

  /** Platform → token in hex → metric → amount. */
  private final Map<PartyId, Map<String, Map<Metric, Long>>> books = new HashMap<>();

  /** Tokens in hex that a platform vetoes. */
  private final Map<PartyId, Set<String>> vetoed = new HashMap<>();

  /** Query id → signed disclosure. */
  final Map<String, String> answers = new HashMap<>();

  SignedDocuments documents;
  UnaryOperator<Disclosure> tamperDisclosure = UnaryOperator.identity();
  UnaryOperator<String> tamperSigned = UnaryOperator.identity();
  UnaryOperator<List<EvaluationAnswer>> tamperEvaluations = UnaryOperator.identity();
  boolean loseAnswers;
  int documentsAsked;
  Optional<ProblemType> refuseQueries = Optional.empty();
  int evaluations;
  int queries;

  PlayedGateway(PlayedFederation played) {
    this.played = played;
    this.documents = played.documents();
  }

  /** Puts a customer on a platform's books. */
  void book(PartyId platform, Subject subject, Map<Metric, Long> amounts) throws RefusedException {
    books.computeIfAbsent(platform, _ -> new HashMap<>()).put(text(token(subject)), amounts);
  }

  /** Has a platform veto this person. */
  void veto(PartyId platform, Subject subject) throws RefusedException {
    vetoed.computeIfAbsent(platform, _ -> new HashSet<>()).add(text(token(subject)));
  }

  private Token token(Subject subject) throws RefusedException {
    TokenRound round = TokenRound.blind(List.of(subject), voprf, played.randomness());
    return round.finish(federation(), evaluateAll(round.elements())).getFirst();
  }

  @Override
  public SignedDocuments documents() {
    documentsAsked++;
    return documents;
  }

  @Override
  public List<EvaluationAnswer> evaluate(String accessToken, String request, Bytes elements)
      throws RefusedException {
    evaluations++;
    Federation federation = federation();
    requireAccess(accessToken, federation);
    SignedEvaluationRequest signed = SignedEvaluationRequest.read(request);
    signed.verifyAsker(federation, _ -> {}, PlayedFederation.NOW);
    signed.verifyElements(elements, GroupEngines.bouncyCastle()::decode);
    return tamperEvaluations.apply(evaluateAll(elements));
  }

  @Override
  public String query(String accessToken, String query, SortedMap<PartyId, Bytes> sealed)
      throws RefusedException, GatewayUnreachableException {
    queries++;
    if (refuseQueries.isPresent()) {
      throw new RefusedException(refuseQueries.get(), "played");
    }
    Federation federation = federation();
    requireAccess(accessToken, federation);
    SignedQuery signed = SignedQuery.read(query);
    Party bank = signed.verifyIssuer(federation, PlayedFederation.NOW);
    signed.verifyDocuments(federation);
    SummedSet set = signed.verifySet(federation, bank);
    Map<PartyId, Bytes> contributions = new HashMap<>();
    for (PartyId member : set.members()) {
      Bytes blob = sealed.getOrDefault(member, Bytes.EMPTY);
      contributions.put(member, contribution(member, signed, blob, federation, set));
    }
    LaneSum sum = LaneSum.of(signed.query().layout(), set.members(), contributions);
    Disclosure disclosure = tamperDisclosure.apply(disclosure(signed, set, bank, federation, sum));
    String text =
        tamperSigned.apply(
            disclosure.signWith(
                "gateway-signing-1", played.key(PlayedFederation.GATEWAY, KeyUse.SIGNING)));
    answers.put(signed.query().jti(), text);
    if (loseAnswers) {
      throw new GatewayUnreachableException("no answer from the gateway");
    }
    return text;
  }

  @Override
  public String disclosure(String accessToken, String queryId) throws RefusedException {
    requireAccess(accessToken, federation());
    return Optional.ofNullable(answers.get(queryId))
        .orElseThrow(() -> new RefusedException(ProblemType.NOT_FOUND, "no such answer"));
  }

  private Federation federation() throws RefusedException {
    return Federation.verify(documents, played.pinned(), PlayedFederation.NOW);
  }

  private static void requireAccess(String accessToken, Federation federation)
      throws RefusedException {
    CompactJws jws = CompactJws.parse(accessToken, "bank-access+jwt");
    for (Party party : federation.directory().parties()) {
      if (party.role() == Role.BANK && jws.kid().equals(party.id() + "-access-1")) {
        var key = party.key(KeyUse.ACCESS).orElseThrow();
        jws.requireSignedBy(key.kid(), key.key());
        return;
      }
    }
    throw new RefusedException(ProblemType.ACCESS_TOKEN_INVALID, "no such key");
  }

  private List<EvaluationAnswer> evaluateAll(Bytes elements) throws RefusedException {
    List<EvaluationAnswer> all = new ArrayList<>();
    try {
      List<Element> decoded = Elements.decode(elements);
      for (PartyId tokeniser : PlayedFederation.TOKENISERS) {
        Evaluation evaluation =
            voprf.evaluate(played.share(tokeniser), decoded, played.randomness());
        all.add(
            new EvaluationAnswer(
                tokeniser, Elements.encode(evaluation.elements()), evaluation.proof()));
      }
      return all;
    } catch (CryptoException e) {
      throw new IllegalStateException(e);
    }
  }

  private Bytes contribution(
      PartyId member, SignedQuery signed, Bytes blob, Federation federation, SummedSet set)
      throws RefusedException {
    ExposureQuery query = signed.query();
    SealedTokens opened =
        SealedTokens.open(
            blob,
            query.sealed().getOrDefault(member, Bytes.EMPTY),
            new SealingContext(
                query.issuer(),
                query.jti(),
                member,
                federation.statement(member).orElseThrow().hash()),
            played.sealing(member),
            query.subjects(),
            query.tokens());
    List<SubjectRow> rows = new ArrayList<>();
    for (Token token : opened.tokens()) {
      rows.add(row(member, token, query.metrics()));
    }
    try {
      long[] masks =
          PairwiseMasks.sum(
              member.value(),
              played.mask(member),
              federation.maskKeys(set),
              signed.hash(),
              set.hash(),
              query.layout().laneCount());
      long[] clear =
          ContributionLanes.clear(
              query.layout(), rows, Tags.of(opened.tagKey(), signed.hash()), played.randomness());
      SecretBytes padSeed = opened.padSeed();
      return Field61.encode(
          ContributionLanes.masked(
              query.layout(), clear, Pads.of(padSeed, signed.hash(), member.value()), masks));
    } catch (CryptoException e) {
      throw new IllegalStateException(e);
    }
  }

  private SubjectRow row(PartyId member, Token token, List<MetricRequest> metrics) {
    if (vetoed.getOrDefault(member, Set.of()).contains(text(token))) {
      return new SubjectRow.Veto();
    }
    Map<Metric, Long> amounts = books.getOrDefault(member, Map.of()).get(text(token));
    List<Long> values = new ArrayList<>();
    for (MetricRequest metric : metrics) {
      long amount = amounts == null ? 0 : amounts.getOrDefault(metric.metric(), 0L);
      values.add(Rounding.up(amount, unit(metric.metric())).orElseThrow());
    }
    return new SubjectRow.Amounts(amounts != null, values);
  }

  private Disclosure disclosure(
      SignedQuery signed, SummedSet set, Party bank, Federation federation, LaneSum sum) {
    ExposureQuery query = signed.query();
    List<List<DisclosedMetric>> subjects = new ArrayList<>();
    for (SubjectSum subject : sum.subjects()) {
      List<DisclosedMetric> metrics = new ArrayList<>();
      for (int i = 0; i < query.metrics().size(); i++) {
        metrics.add(disclosed(query.metrics().get(i), subject, i, set));
      }
      subjects.add(metrics);
    }
    UnsummedPlatforms unsummed = federation.unsummed(bank);
    return new Disclosure(
        query.jti(),
        PlayedFederation.GATEWAY,
        bank.id(),
        PlayedFederation.NOW,
        signed.hash(),
        new TreeSet<>(set.members()),
        unsummed.absent(),
        unsummed.ownGroup(),
        federation.directoryRef(),
        federation.policyRef(),
        federation.rosterRef(),
        Bytes.copyOf(played.randomness().bytes(Disclosure.SALT_BYTES)),
        PlayedFederation.NOW,
        PlayedFederation.NOW,
        subjects);
  }

  private DisclosedMetric disclosed(
      MetricRequest request, SubjectSum subject, int index, SummedSet set) {
    boolean sealed = request.form() == Form.SEALED;
    int k = sealed ? 2 : 1;
    long supplying =
        set.members().stream()
            .filter(member -> played.supplied(member).contains(request.metric()))
            .count();
    // The sums of a vetoed person are random: nothing of them is looked at.
    MetricSum sum = subject.vetoed() ? new MetricSum(0, 0, 0) : subject.metrics().get(index);
    MetricState state =
        subject.vetoed()
            ? MetricState.WITHHELD
            : supplying < PlayedPolicy.COVERAGE_FLOOR
                ? MetricState.NOT_COVERED
                : subject.known() == 0
                    ? MetricState.NO_RECORD
                    : sum.holders() == 0
                        ? MetricState.ZERO
                        : sum.holders() < k ? MetricState.SUPPRESSED : MetricState.VALUE;
    return new DisclosedMetric(
        request,
        state,
        unit(request.metric()),
        !sealed && state == MetricState.VALUE ? OptionalLong.of(sum.value()) : OptionalLong.empty(),
        sealed && state.carriesTotal()
            ? Optional.of(new PaddedTotal(sum.value(), sum.tag()))
            : Optional.empty());
  }

  private static long unit(Metric metric) {
    return metric.kind() == MetricKind.AMOUNT ? PlayedPolicy.AMOUNT_UNIT : 1;
  }

  private static String text(Token token) {
    return Bytes.copyOf(token.secret().toByteArray(SecretAccess.granted())).hex();
  }
}
