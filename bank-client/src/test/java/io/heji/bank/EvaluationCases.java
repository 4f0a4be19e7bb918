package io.heji.bank;

import static io.heji.bank.PublishedSession.JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.token.EvaluationRequest;
import io.heji.protocol.token.TokenRound;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Evaluation requests that gateway and tokenisers must refuse, and some at the edge that they must
 * take. Under the documents of the {@link DocumentCases}. Used once.
 */
final class EvaluationCases {
  private static final long NOW = PlayedFederation.NOW.getEpochSecond();
  private static final Bytes NO_HASH = Bytes.copyOf(new byte[32]);

  /** The elements that RFC 9497 and SEC 1 do not allow, by what is wrong with them. */
  private static final Map<String, String> BAD_ELEMENTS =
      Map.of(
          "an element under prefix 04",
          "04" + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
          "an element of zeros, no encoding of the identity",
          "00".repeat(33),
          "an element that is off the curve",
          "02" + "00".repeat(31) + "01",
          "an element with x = p",
          "02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");

  private final PlayedFederation played;
  private final Bytes elements;
  private final ObjectNode claims;
  private final ObjectNode out = JSON.createObjectNode();
  private final ArrayNode refuse;

  EvaluationCases(PlayedFederation played, DocumentCases documents) throws Exception {
    this.played = played;
    var federation = documents.federation();
    TokenRound round =
        TokenRound.blind(
            List.of(
                PublishedSession.subject("cn-resident-id:11010519491231002X"),
                PublishedSession.subject("cn-resident-id:440524188001010014")),
            new Voprf(GroupEngines.bouncyCastle()),
            played.randomness());
    elements = round.elements();
    String request =
        round
            .request(federation, PlayedFederation.BANK, PlayedFederation.NOW, played.randomness())
            .signWith("bank-north-query-1", played.key(PlayedFederation.BANK, KeyUse.QUERY));
    claims =
        (ObjectNode)
            JSON.readTree(CompactJws.parse(request, EvaluationRequest.TYP).payload().toByteArray());
    out.put("now", NOW);
    ArrayNode accept = out.putArray("accept");
    write(accept.addObject().put("name", "as it should be"), request, elements);
    accept(accept, "made 30 s ahead, of a clock that is fast", c -> times(c, 30, 90));
    accept(accept, "over for 29 s, of a clock that is slow", c -> times(c, -89, -29));
    refuse = out.putArray("refuse");
  }

  ObjectNode cases() throws Exception {
    form();
    asker();
    times();
    elements();
    return out;
  }

  private void form() throws Exception {
    ProblemType malformed = ProblemType.MALFORMED_REQUEST;
    claim("a member that nobody knows", malformed, c -> c.put("note", "hello"));
    claim("a member is missing", malformed, c -> c.remove("roster"));
    claim(
        "a jti in capital letters",
        malformed,
        c -> c.put("jti", "01A20A92-2C6A-7B0B-9D05-C2A1D4D44D75"));
    claim(
        "a jti without hyphens", malformed, c -> c.put("jti", "01a20a922c6a7b0b9d05c2a1d4d44d75"));
    claim("n as a text", malformed, c -> c.put("n", "2"));
    claim(
        "elements in base64url with padding",
        malformed,
        c -> c.put("elements", c.path("elements").asText() + "="));
    claim("a time with a fraction", malformed, c -> c.put("iat", NOW + 0.5));
  }

  private void asker() throws Exception {
    ProblemType signature = ProblemType.SIGNATURE_INVALID;
    Es256PrivateKey query = played.key(PlayedFederation.BANK, KeyUse.QUERY);
    signed("with the typ of a query", signature, "exposure-query+jwt", "bank-north-query-1", query);
    signed(
        "under the kid of the access key",
        signature,
        EvaluationRequest.TYP,
        "bank-north-access-1",
        query);
    signed(
        "with the access key under the kid of the query key",
        signature,
        EvaluationRequest.TYP,
        "bank-north-query-1",
        played.key(PlayedFederation.BANK, KeyUse.ACCESS));
    claim("for another federation", signature, c -> c.put("aud", "elsewhere"));
    claim(
        "for a federation whose name ends like this one's",
        signature,
        c -> c.put("aud", "a" + c.path("aud").asText()));
    claim("of another bank, signed by this one", signature, c -> c.put("iss", "bank-of-a"));
    claim(
        "of nobody in the directory", ProblemType.UNKNOWN_PARTY, c -> c.put("iss", "bank-nowhere"));
    claim("of a tokeniser", ProblemType.UNKNOWN_PARTY, c -> c.put("iss", "tokeniser-one"));
    claim(
        "under a roster of another hash",
        ProblemType.WRONG_ROSTER,
        c -> ((ObjectNode) c.path("roster")).put("hash", NO_HASH.base64Url()));
    claim(
        "under a roster that is not there yet",
        ProblemType.WRONG_ROSTER,
        c -> ((ObjectNode) c.path("roster")).put("serial", 2));
  }

  private void times() throws Exception {
    claim("that lives 61 s", ProblemType.MALFORMED_REQUEST, c -> times(c, 0, 61));
    claim("that lives no second", ProblemType.MALFORMED_REQUEST, c -> times(c, 0, 0));
    claim("that ends before it begins", ProblemType.MALFORMED_REQUEST, c -> times(c, 0, -1));
    claim("made 31 s ahead", ProblemType.CLOCK_SKEW, c -> times(c, 31, 91));
    claim("over for 30 s", ProblemType.MESSAGE_EXPIRED, c -> times(c, -90, -30));
  }

  private void elements() throws Exception {
    ProblemType malformed = ProblemType.MALFORMED_REQUEST;
    claim("n of 1,001", ProblemType.BATCH_TOO_LARGE, c -> c.put("n", 1001));
    claim("n of one more than there are", malformed, c -> c.put("n", 3));
    claim("n of one fewer than there are", malformed, c -> c.put("n", 1));
    claim("another hash of the elements", malformed, c -> c.put("elements", NO_HASH.base64Url()));
    elements("no element", 0, Bytes.EMPTY);
    elements("an element too short", 2, elements.slice(0, elements.size() - 1));
    for (Map.Entry<String, String> bad : new TreeMap<>(BAD_ELEMENTS).entrySet()) {
      elements(bad.getKey(), 2, Bytes.concat(elements.slice(0, 33), Bytes.fromHex(bad.getValue())));
    }
  }

  private static void times(ObjectNode claims, int issued, int expires) {
    claims.put("iat", NOW + issued).put("exp", NOW + expires);
  }

  private void elements(String name, int n, Bytes sent) throws Exception {
    ObjectNode changed = claims.deepCopy().put("n", n);
    changed.put("elements", Sha256.of(sent).base64Url());
    write(entry(name, ProblemType.MALFORMED_REQUEST), sign(changed), sent);
  }

  private void claim(String name, ProblemType problem, Consumer<ObjectNode> change)
      throws Exception {
    write(entry(name, problem), changed(change), elements);
  }

  private void accept(ArrayNode accept, String name, Consumer<ObjectNode> change) throws Exception {
    write(accept.addObject().put("name", name), changed(change), elements);
  }

  private String changed(Consumer<ObjectNode> change) throws Exception {
    ObjectNode changed = claims.deepCopy();
    change.accept(changed);
    return sign(changed);
  }

  private String sign(ObjectNode changed) throws Exception {
    return CompactJws.sign(
        EvaluationRequest.TYP,
        "bank-north-query-1",
        played.key(PlayedFederation.BANK, KeyUse.QUERY),
        DocumentsDraft.bytes(changed));
  }

  private void signed(String name, ProblemType problem, String typ, String kid, Es256PrivateKey key)
      throws Exception {
    write(
        entry(name, problem),
        CompactJws.sign(typ, kid, key, DocumentsDraft.bytes(claims)),
        elements);
  }

  private ObjectNode entry(String name, ProblemType problem) {
    return refuse.addObject().put("name", name).put("problem", problem.slug());
  }

  private static void write(ObjectNode entry, String request, Bytes elements) {
    entry.put("request", request).put("elements", elements.base64Url());
  }
}
