package io.heji.bank;

import io.heji.bank.profile.BankKeys;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.Tags;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Signed;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.token.Token;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One signed query with what is sealed to each member, and the keys that open its answer (protocol
 * §5). Tag key and pad seeds are fresh: the same pads over two answers would show their difference.
 */
final class SealedQuery {
  private final SignedQuery query;
  private final SortedMap<PartyId, Bytes> blobs;
  private final SecretBytes tagKey;
  private final SortedMap<PartyId, SecretBytes> padSeeds;

  private SealedQuery(
      SignedQuery query,
      SortedMap<PartyId, Bytes> blobs,
      SecretBytes tagKey,
      SortedMap<PartyId, SecretBytes> padSeeds) {
    this.query = query;
    this.blobs = Collections.unmodifiableSortedMap(blobs);
    this.tagKey = tagKey;
    this.padSeeds = Collections.unmodifiableSortedMap(padSeeds);
  }

  /**
   * Seals the tokens to every member of S, then signs what was sealed.
   *
   * @param metrics what is asked, in the forms that policy discloses
   * @param tokens one a subject, in the order of the answers
   */
  static SealedQuery of(
      AskRequest request,
      List<MetricRequest> metrics,
      List<Token> tokens,
      Party bank,
      BankKeys keys,
      Federation federation,
      SummedSet set,
      Instant now,
      Randomness randomness)
      throws RefusedException {
    String jti = Jti.next(now, randomness);
    SecretBytes tagKey = SecretBytes.random(Tags.KEY_BYTES, randomness);
    SortedMap<PartyId, SecretBytes> padSeeds = new TreeMap<>();
    SortedMap<PartyId, Bytes> blobs = new TreeMap<>();
    SortedMap<PartyId, Bytes> hashes = new TreeMap<>();
    for (PartyId member : set.members()) {
      SecretBytes padSeed = SecretBytes.random(Pads.SEED_BYTES, randomness);
      SealedTokens sealed = new SealedTokens(tagKey, padSeed, tokens);
      Bytes blob = seal(sealed, bank.id(), jti, member, federation, randomness);
      padSeeds.put(member, padSeed);
      blobs.put(member, blob);
      hashes.put(member, Sha256.of(blob));
    }
    ExposureQuery query =
        new ExposureQuery(
            jti,
            bank.id(),
            federation.directory().federation(),
            now,
            now.plus(Limits.MESSAGE_LIFETIME_MAX),
            request.operator(),
            request.purpose(),
            request.consent(),
            metrics,
            tokens.size(),
            SealedTokens.commitment(tagKey, tokens),
            hashes,
            federation.directoryRef(),
            federation.policyRef(),
            federation.rosterRef());
    SignedQuery signed = query.signWith(keys.queryKid(bank), keys.query());
    return new SealedQuery(signed, blobs, tagKey, padSeeds);
  }

  /** The signed query. */
  SignedQuery query() {
    return query;
  }

  /** What is sealed to each member. */
  SortedMap<PartyId, Bytes> blobs() {
    return blobs;
  }

  /** The key of the tags on sealed totals. */
  SecretBytes tagKey() {
    return tagKey;
  }

  /** Each member's pad seed. */
  SortedMap<PartyId, SecretBytes> padSeeds() {
    return padSeeds;
  }

  private static Bytes seal(
      SealedTokens tokens,
      PartyId bank,
      String jti,
      PartyId member,
      Federation federation,
      Randomness randomness)
      throws RefusedException {
    Signed<KeyStatement> statement =
        federation
            .statement(member)
            // Safe: verification refused a roster with a member whose statement is missing.
            .orElseThrow(() -> new IllegalStateException("bug: a member without a statement"));
    SealingContext context = new SealingContext(bank, jti, member, statement.hash());
    try {
      return tokens.seal(context, federation.platformKeys(member).sealing(), randomness);
    } catch (CryptoException badKey) {
      throw new RefusedException(
          ProblemType.MEMBER_UNAVAILABLE, "nothing can be sealed to the key of `" + member + "`");
    }
  }

  @Override
  public String toString() {
    return "SealedQuery";
  }
}
