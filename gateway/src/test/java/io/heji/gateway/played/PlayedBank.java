package io.heji.gateway.played;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.Tags;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.played.PlayedPolicy;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.query.DisclosedMetric;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.query.TotalOpening;
import io.heji.protocol.token.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A bank that asks with the real messages. */
public final class PlayedBank {
  /** What a loan officer asks: a sealed amount and an open count. */
  public static final List<MetricRequest> METRICS =
      List.of(
          new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED),
          new MetricRequest(Metric.LENDERS, Form.EXACT));

  private final PlayedFederation played;
  private final PartyId self;
  private final Randomness randomness;

  public PlayedBank(PlayedFederation played, PartyId self) {
    this.played = played;
    this.self = self;
    this.randomness = played.randomness();
  }

  /**
   * A question ready to send, with the keys that open its answer.
   *
   * @param query signed
   * @param blobs what is sealed to each member
   */
  public record Question(
      SignedQuery query,
      SortedMap<PartyId, Bytes> blobs,
      SecretBytes tagKey,
      SortedMap<String, SecretBytes> padSeeds) {
    /** The sealed total of a metric, tag and range checked. */
    public long open(Disclosure disclosure, int subject, int metric) throws RefusedException {
      TotalOpening opening =
          new TotalOpening(query.query().layout(), query.hash(), tagKey, padSeeds);
      DisclosedMetric disclosed = disclosure.subjects().get(subject).get(metric);
      return opening.open(subject, metric, disclosed.state(), disclosed.padded().orElseThrow());
    }
  }

  /** A token for a made-up person. */
  public static Token person(int number) {
    byte[] bytes = new byte[Token.SIZE_BYTES];
    bytes[0] = (byte) number;
    return Token.of(SecretBytes.copyOf(bytes));
  }

  /** A question about these people. */
  public Question ask(Federation federation, Instant now, Token... tokens) throws Exception {
    return ask(federation, now, UnaryOperator.identity(), tokens);
  }

  /** A question whose query is changed before it is signed. */
  public Question ask(
      Federation federation, Instant now, UnaryOperator<ExposureQuery> change, Token... tokens)
      throws Exception {
    return ask(federation, now, Jti.next(now, randomness), change, tokens);
  }

  /** A question of this id. */
  public Question ask(
      Federation federation,
      Instant now,
      String jti,
      UnaryOperator<ExposureQuery> change,
      Token... tokens)
      throws Exception {
    SummedSet set = federation.summedSet(federation.party(self).orElseThrow());
    SecretBytes tagKey = SecretBytes.random(Tags.KEY_BYTES, randomness);
    SortedMap<String, SecretBytes> padSeeds = new TreeMap<>();
    SortedMap<PartyId, Bytes> blobs = new TreeMap<>();
    SortedMap<PartyId, Bytes> hashes = new TreeMap<>();
    for (PartyId member : set.members()) {
      SecretBytes padSeed = SecretBytes.random(Pads.SEED_BYTES, randomness);
      Bytes blob =
          seal(new SealedTokens(tagKey, padSeed, List.of(tokens)), jti, member, federation);
      padSeeds.put(member.value(), padSeed);
      blobs.put(member, blob);
      hashes.put(member, Sha256.of(blob));
    }
    ExposureQuery query =
        new ExposureQuery(
            jti,
            self,
            federation.directory().federation(),
            now,
            now.plus(Limits.MESSAGE_LIFETIME_MAX),
            "officer-7",
            PlayedPolicy.PURPOSE,
            consent(now),
            METRICS,
            tokens.length,
            SealedTokens.commitment(tagKey, List.of(tokens)),
            hashes,
            federation.directoryRef(),
            federation.policyRef(),
            federation.rosterRef());
    SignedQuery signed =
        change
            .apply(query)
            .signWith(PlayedFederation.kid(self, KeyUse.QUERY), played.key(self, KeyUse.QUERY));
    return new Question(signed, blobs, tagKey, padSeeds);
  }

  /** A consent that covers the purpose. */
  public static Consent consent(Instant now) {
    return new Consent(
        "consent-4711",
        now.minus(Duration.ofDays(1)),
        now.plus(Duration.ofDays(1)),
        List.of(PlayedPolicy.PURPOSE));
  }

  /** The same query with this purpose, consent and metrics. */
  public static ExposureQuery with(
      ExposureQuery query, String purpose, Consent consent, List<MetricRequest> metrics) {
    return new ExposureQuery(
        query.jti(),
        query.issuer(),
        query.audience(),
        query.issuedAt(),
        query.expires(),
        query.operator(),
        purpose,
        consent,
        metrics,
        query.subjects(),
        query.tokens(),
        query.sealed(),
        query.directory(),
        query.policy(),
        query.roster());
  }

  /** This many different people. */
  public static Token[] people(int count) {
    List<Token> people = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      people.add(person(i));
    }
    return people.toArray(Token[]::new);
  }

  private Bytes seal(SealedTokens tokens, String jti, PartyId member, Federation federation)
      throws CryptoException {
    SealingContext context =
        new SealingContext(self, jti, member, federation.statement(member).orElseThrow().hash());
    return tokens.seal(context, federation.platformKeys(member).sealing(), randomness);
  }
}
