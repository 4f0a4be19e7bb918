package io.heji.protocol.token;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.Element;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.Role;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Validity;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.List;

/** An evaluation request as it came, and the checks that gateway and tokeniser each make of it. */
public final class SignedEvaluationRequest {
  private final CompactJws jws;
  private final EvaluationRequest request;

  private SignedEvaluationRequest(CompactJws jws, EvaluationRequest request) {
    this.jws = jws;
    this.request = request;
  }

  /** Reads the form only. */
  public static SignedEvaluationRequest read(String jws) throws RefusedException {
    CompactJws parsed = CompactJws.parse(jws, EvaluationRequest.TYP);
    return new SignedEvaluationRequest(parsed, EvaluationRequest.fromPayload(parsed.payload()));
  }

  public EvaluationRequest request() {
    return request;
  }

  /** The text as it came. */
  public String text() {
    return jws.text();
  }

  /** Refuses a roster that may not be named now. */
  public interface RosterCheck {
    void require(DocumentRef roster) throws RefusedException;
  }

  /**
   * Checks who asks, in this order: active bank or platform, its signature, audience, time, roster.
   *
   * @param rosters whether a roster may be named now
   * @return the asker
   */
  public Party verifyAsker(Federation federation, RosterCheck rosters, Instant now)
      throws RefusedException {
    Party asker = asker(federation);
    DirectoryKey key =
        asker
            .key(asker.role() == Role.BANK ? KeyUse.QUERY : KeyUse.SIGNING)
            .orElseThrow(
                () -> new RefusedException(ProblemType.UNKNOWN_PARTY, "the asker has no such key"));
    jws.requireSignedBy(key.kid(), key.key());
    if (!request.audience().equals(federation.directory().federation())) {
      throw new RefusedException(
          ProblemType.SIGNATURE_INVALID, "`aud` must be the id of this federation");
    }
    Validity.require(request.issuedAt(), request.expires(), now);
    rosters.require(request.roster());
    return asker;
  }

  /** Checks what is asked, in this order: count within limits, every element, count, hash. */
  public List<Element> verifyElements(Bytes elements, Elements.Decoding decoding)
      throws RefusedException {
    if (request.count() > Limits.SUBJECTS_MAX
        || elements.size() > Limits.SUBJECTS_MAX * Element.SIZE_BYTES) {
      throw new RefusedException(
          ProblemType.BATCH_TOO_LARGE, "at most " + Limits.SUBJECTS_MAX + " elements a call");
    }
    // Read before the hash is compared: a bad element is refused as such.
    List<Element> decoded = Elements.decode(elements, decoding);
    if (decoded.isEmpty() || decoded.size() != request.count()) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST, "`n` must be the number of elements, at least 1");
    }
    if (!Sha256.of(elements).equals(request.elementsHash())) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST, "`elements` is not the hash of the elements sent");
    }
    return decoded;
  }

  private Party asker(Federation federation) throws RefusedException {
    Role role =
        federation
                .party(request.issuer())
                .map(Party::role)
                .filter(r -> r == Role.PLATFORM)
                .isPresent()
            ? Role.PLATFORM
            : Role.BANK;
    return federation.activeParty(request.issuer(), role);
  }
}
