package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit of a query and of what it stands in, at its greatest value and one beyond. */
class MessageLimitsTest {
  private static final Randomness RANDOMNESS = new SplittableRandom(5)::nextBytes;
  private static final Es256PrivateKey KEY = Es256PrivateKey.generate(RANDOMNESS);
  private static final String HASH = "A".repeat(43);

  /** Reads something of a given size. */
  interface Reading {
    void of(int size) throws RefusedException;
  }

  /** Changes a query in one place. */
  private interface Change {
    void in(ObjectNode query);
  }

  private static Stream<Arguments> limits() {
    return Stream.of(
        limit("operator", Limits.OPAQUE_ID_LENGTH_MAX, n -> query(q -> q.put("operator", text(n)))),
        limit(
            "consent id",
            Limits.OPAQUE_ID_LENGTH_MAX,
            n -> query(q -> ((ObjectNode) q.path("consent")).put("id", text(n)))),
        limit("purpose", Limits.PURPOSE_LENGTH_MAX, n -> query(q -> q.put("purpose", text(n)))),
        limit(
            "purposes of a consent",
            Limits.CONSENT_SCOPE_MAX,
            n -> query(q -> fill(scope(q).removeAll(), n, i -> "purpose-" + i))),
        limit(
            "a purpose of a consent",
            Limits.PURPOSE_LENGTH_MAX,
            n -> query(q -> scope(q).removeAll().add(text(n)))),
        limit("audience", Limits.ID_LENGTH_MAX, n -> query(q -> q.put("aud", text(n)))),
        limit("issuer", Limits.ID_LENGTH_MAX, n -> query(q -> q.put("iss", text(n)))),
        limit(
            "jti",
            Limits.JTI_LENGTH,
            n -> query(q -> q.put("jti", "01a0c450-6c00-7cbd-9972-575c393770ee0".substring(0, n)))),
        limit("members", Limits.MEMBERS_MAX, n -> query(q -> members(q, n))),
        limit("metrics", Limits.METRICS_MAX, n -> query(q -> metrics(q, n))),
        limit(
            "key id",
            Limits.KEY_ID_LENGTH_MAX,
            n -> CompactJws.parse(CompactJws.sign("a", text(n), KEY, Bytes.ascii("{}")), "a")),
        limit("length of a message", Limits.JWS_LENGTH_MAX, n -> CompactJws.parse(jws(n), "a")),
        limit("depth", Limits.JSON_DEPTH_MAX, n -> JsonObject.parse(nested(n))),
        limit(
            "members of an object", Limits.JSON_ITEMS_MAX, n -> JsonObject.parse(wide(n)).names()),
        limit(
            "bytes of a JSON text",
            Limits.HTTP_BODY_MAX_BYTES,
            n -> JsonObject.parse("{\"a\":\"" + "a".repeat(n - 8) + "\"}")));
  }

  private static Arguments limit(String name, int max, Reading reading) {
    return Arguments.of(name, max, reading);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("limits")
  void takesTheGreatestAndRefusesOneMore(String name, int max, Reading reading) {
    assertThatCode(() -> reading.of(max)).as(name).doesNotThrowAnyException();
    refuses(ProblemType.MALFORMED_REQUEST, () -> reading.of(max + 1));
  }

  @Test
  void takesAQueryForAsManySubjectsAsThereCanBeAndRefusesOneMore() throws Exception {
    query(q -> q.put("subjects", Limits.SUBJECTS_MAX));
    refuses(
        ProblemType.BATCH_TOO_LARGE, () -> query(q -> q.put("subjects", Limits.SUBJECTS_MAX + 1)));
    refuses(ProblemType.MALFORMED_REQUEST, () -> query(q -> q.put("subjects", 0)));
  }

  @Test
  void aQueryHasNoMemberBesidesAndAsksForEachMetricOnce() throws Exception {
    query(q -> {});
    for (String of : List.of("", "/consent", "/metrics/0", "/directory", "/policy", "/roster")) {
      refuses(
          ProblemType.MALFORMED_REQUEST, () -> query(q -> ((ObjectNode) q.at(of)).put("more", 1)));
    }
    refuses(ProblemType.MALFORMED_REQUEST, () -> query(q -> metrics(q, 0)));
    refuses(
        ProblemType.MALFORMED_REQUEST,
        () -> query(q -> ((ArrayNode) q.path("metrics")).add(q.at("/metrics/0").deepCopy())));
  }

  @Test
  void theSealedTokensOfTheLargestQueryAreOfTheGreatestLength() throws Exception {
    X25519PrivateKey member = X25519PrivateKey.generate(RANDOMNESS);
    SealingContext context =
        new SealingContext(
            new PartyId("bank-north"),
            "01a0c450-6c00-7cbd-9972-575c393770ee",
            new PartyId("platform-a"),
            Sha256.of(Bytes.EMPTY));
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < Limits.SUBJECTS_MAX; i++) {
      tokens.add(Token.of(SecretBytes.random(Token.SIZE_BYTES, RANDOMNESS)));
    }
    SecretBytes tagKey = SecretBytes.random(32, RANDOMNESS);
    Bytes commitment = SealedTokens.commitment(tagKey, tokens);

    Bytes blob =
        new SealedTokens(tagKey, SecretBytes.random(32, RANDOMNESS), tokens)
            .seal(context, member.publicKey(), RANDOMNESS);

    assertThat(blob.size()).isEqualTo(Limits.SEALED_MAX_BYTES);
    assertThat(
            SealedTokens.open(blob, Sha256.of(blob), context, member, tokens.size(), commitment)
                .tokens())
        .hasSize(Limits.SUBJECTS_MAX);
  }

  private static void refuses(ProblemType type, ThrowingCallable reading) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(reading)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }

  /** Reads the form of a query that is right but for this change. */
  private static void query(Change change) throws RefusedException {
    ObjectNode query = Json.object();
    query.put("jti", "01a0c450-6c00-7cbd-9972-575c393770ee").put("iss", "bank").put("aud", "play");
    query.put("iat", 1).put("exp", 61).put("operator", "officer").put("purpose", "loan-approval");
    ObjectNode consent = query.putObject("consent");
    consent.put("id", "consent").put("granted", 1).put("expires", 2).putArray("scope").add("any");
    metrics(query, 1);
    query.put("subjects", 1).put("tokens", HASH);
    members(query, 1);
    for (String document : List.of("directory", "policy", "roster")) {
      query.putObject(document).put("serial", 1).put("hash", HASH);
    }
    change.in(query);
    SignedQuery.read(CompactJws.sign(ExposureQuery.TYP, "kid", KEY, Json.encode(query)));
  }

  private static ArrayNode scope(ObjectNode query) {
    return (ArrayNode) query.path("consent").path("scope");
  }

  private static void members(ObjectNode query, int count) {
    ObjectNode sealed = query.putObject("sealed");
    for (int i = 0; i < count; i++) {
      sealed.put("party-" + i, HASH);
    }
  }

  /** The catalogue in its order, then its first metric again. */
  private static void metrics(ObjectNode query, int count) {
    ArrayNode metrics = query.putArray("metrics");
    List<Metric> catalogue = List.of(Metric.values());
    for (int i = 0; i < count; i++) {
      Metric metric = catalogue.get(i % catalogue.size());
      metrics.addObject().put("name", metric.wireName()).put("form", "sealed");
    }
  }

  private static void fill(ArrayNode list, int count, IntFunction<String> item) {
    for (int i = 0; i < count; i++) {
      list.add(item.apply(i));
    }
  }

  /** A message of exactly this length whose form is right, whatever the length. */
  private static String jws(int length) {
    for (int kid = 1; ; kid++) {
      String shortest = CompactJws.sign("a", text(kid), KEY, Bytes.EMPTY);
      int payload = length - shortest.length();
      // No base64url text leaves one character over.
      if (payload % 4 != 1) {
        int first = shortest.indexOf('.') + 1;
        return shortest.substring(0, first) + "A".repeat(payload) + shortest.substring(first);
      }
    }
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }

  private static String wide(int members) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < members; i++) {
      json.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":0");
    }
    return json.append('}').toString();
  }

  private static String text(int length) {
    return "a".repeat(length);
  }
}
