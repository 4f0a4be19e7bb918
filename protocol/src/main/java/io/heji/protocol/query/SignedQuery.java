package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Validity;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;

/**
 * A query as it came, and the checks that gateway and agent each make of it on their own copies of
 * the documents.
 */
public final class SignedQuery {
  private final CompactJws jws;
  private final ExposureQuery query;
  private final Bytes hash;

  private SignedQuery(CompactJws jws, ExposureQuery query) {
    this.jws = jws;
    this.query = query;
    this.hash = Sha256.of(jws.signingInput());
  }

  /** Reads the form only. */
  public static SignedQuery read(String jws) throws RefusedException {
    CompactJws parsed = CompactJws.parse(jws, ExposureQuery.TYP);
    return new SignedQuery(parsed, ExposureQuery.fromPayload(parsed.payload()));
  }

  public ExposureQuery query() {
    return query;
  }

  /** Q: SHA-256 of the JWS signing input, without the signature, which is malleable. */
  public Bytes hash() {
    return hash;
  }

  /** The text as it came. */
  public String text() {
    return jws.text();
  }

  /** Checks who asks, in this order: active bank, its signature, audience, time. */
  public Party verifyIssuer(Federation federation, Instant now) throws RefusedException {
    Party bank = federation.activeParty(query.issuer(), Role.BANK);
    DirectoryKey key =
        bank.key(KeyUse.QUERY)
            .orElseThrow(
                () -> new RefusedException(ProblemType.UNKNOWN_PARTY, "the bank has no query key"));
    jws.requireSignedBy(key.kid(), key.key());
    if (!query.audience().equals(federation.directory().federation())) {
      throw new RefusedException(
          ProblemType.SIGNATURE_INVALID, "`aud` must be the id of this federation");
    }
    Validity.require(query.issuedAt(), query.expires(), now);
    return bank;
  }

  /** Checks that the bank asks under this very view, in this order: directory, policy, roster. */
  public void verifyDocuments(Federation federation) throws RefusedException {
    if (!query.directory().equals(federation.directoryRef())) {
      throw new RefusedException(ProblemType.WRONG_DIRECTORY, "`directory` is not the current one");
    }
    if (!query.policy().equals(federation.policyRef())) {
      throw new RefusedException(ProblemType.WRONG_POLICY, "`policy` is not the current one");
    }
    if (!query.roster().equals(federation.rosterRef())) {
      throw new RefusedException(ProblemType.WRONG_ROSTER, "`roster` is not the current one");
    }
  }

  /**
   * Checks that tokens are sealed to exactly the members of S, and gives S. No message chooses S.
   */
  public SummedSet verifySet(Federation federation, Party bank) throws RefusedException {
    SummedSet set = federation.summedSet(bank);
    if (!query.sealed().keySet().equals(set.members())) {
      throw new RefusedException(
          ProblemType.WRONG_ROSTER, "`sealed` must name exactly the platforms that are summed");
    }
    return set;
  }
}
