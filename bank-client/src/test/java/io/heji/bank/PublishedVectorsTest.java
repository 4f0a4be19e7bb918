package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.bank.store.PendingQuery;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.SubjectRefusal;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.SignedEvaluationRequest;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code docs/protocol/vectors/session.json}: one question of a bank, every message and key of it,
 * and answers that must be refused. {@code ./heji vectors} makes the file anew (signatures and
 * proofs are random); otherwise the file as it is must be read exactly as it says.
 */
class PublishedVectorsTest {
  private static final Path FILE = Path.of("..", "docs", "protocol", "vectors", "session.json");
  private static final boolean WRITE = Boolean.getBoolean("heji.vectors.write");
  private static final List<String> PEOPLE =
      List.of("11010519491231002X", "440524188001010014", "130503670401001");
  private static final List<MetricRequest> METRICS =
      List.of(
          new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED),
          new MetricRequest(Metric.LENDERS, Form.EXACT),
          new MetricRequest(Metric.OVERDUE_AMOUNT, Form.SEALED));
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode vectors = JSON.createObjectNode();

  @BeforeAll
  static void readOrMakeTheFile() throws Exception {
    if (WRITE) {
      Files.createDirectories(FILE.getParent());
      String text =
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new Writing().session());
      Files.writeString(FILE, text + "\n", StandardCharsets.UTF_8);
    }
    vectors = JSON.readTree(Files.readString(FILE, StandardCharsets.UTF_8));
  }

  @Test
  void theTokenRoundGivesTheTokens() throws Exception {
    JsonNode round = vectors.path("tokenRound");
    TokenRound blinded = blind(round);

    assertThat(blinded.elements()).isEqualTo(bytes(round.path("elements")));
    SignedEvaluationRequest request = SignedEvaluationRequest.read(round.path("request").asText());
    request.verifyAsker(federation(), _ -> {}, now());
    assertThat(request.verifyElements(blinded.elements(), GroupEngines.bouncyCastle()::decode))
        .hasSize(PEOPLE.size());
    List<Token> tokens = blinded.finish(federation(), answers(round.path("answers")));
    assertThat(tokens.stream().map(PublishedVectorsTest::revealed).toList())
        .isEqualTo(list(round.path("tokens")));
  }

  @TestFactory
  Stream<DynamicTest> refusesEachOfTheseEvaluations() {
    return each(
        vectors.path("tokenRound").path("refuse"),
        refused -> {
          TokenRound blinded = blind(vectors.path("tokenRound"));
          Federation federation = federation();
          List<EvaluationAnswer> answers = answers(refused.path("answers"));
          assertThatThrownBy(() -> blinded.finish(federation, answers))
              .isInstanceOf(RefusedException.class);
        });
  }

  @Test
  void theQueryCommitsToTheTokensAndItsHashCoversNoSignature() throws Exception {
    SignedQuery query = SignedQuery.read(vectors.path("query").path("jws").asText());
    List<Token> tokens =
        list(vectors.path("tokenRound").path("tokens")).stream()
            .map(token -> Token.of(SecretBytes.of(token)))
            .toList();

    assertThat(query.hash()).isEqualTo(bytes(vectors.path("query").path("hash")));
    assertThat(query.query().tokens()).isEqualTo(SealedTokens.commitment(tagKey(), tokens));
    Party bank = query.verifyIssuer(federation(), now());
    query.verifyDocuments(federation());
    assertThat(query.verifySet(federation(), bank).hash())
        .isEqualTo(bytes(vectors.path("query").path("setHash")));
  }

  @Test
  void theDisclosureOpensToTheTotals() throws Exception {
    ExposureAnswer answer = verifier().verify(vectors.path("disclosure").asText());

    assertThat(opened(answer)).isEqualTo(vectors.path("opened"));
  }

  @TestFactory
  Stream<DynamicTest> refusesEachOfTheseDisclosures() {
    return each(
        vectors.path("refuse"),
        refused -> {
          DisclosureVerifier verifier = verifier();
          assertThatThrownBy(() -> verifier.verify(refused.path("disclosure").asText()))
              .isInstanceOf(NotVerifiedException.class);
        });
  }

  /** {@code subjects.json}, which the identity page stands on. */
  @TestFactory
  Stream<DynamicTest> normalisesEachOfTheseSubjects() throws Exception {
    JsonNode subjects = JSON.readTree(Files.readString(FILE.resolveSibling("subjects.json")));
    return Stream.of("accept", "refuse")
        .flatMap(
            list ->
                each(
                    subjects.path(list),
                    one ->
                        assertThat(outcome(one))
                            .isEqualTo(
                                one.path(list.equals("accept") ? "subject" : "reason").asText())));
  }

  private static String outcome(JsonNode one) {
    return switch (Subjects.normalise(one.path("scheme").asText(), one.path("raw").asText())) {
      case Normalised.Accepted(Subject subject) ->
          new String(
              subject.tokenInput().toByteArray(SecretAccess.granted()), StandardCharsets.UTF_8);
      case Normalised.Refused(SubjectRefusal reason) -> reason.wireName();
    };
  }

  private interface Check {
    void of(JsonNode refused) throws Exception;
  }

  private static Stream<DynamicTest> each(JsonNode cases, Check check) {
    assertThat(cases.size()).isPositive();
    List<DynamicTest> tests = new ArrayList<>();
    cases.forEach(one -> tests.add(DynamicTest.dynamicTest(name(one), () -> check.of(one))));
    return tests.stream();
  }

  private static String name(JsonNode one) {
    return one.path("name").asText(one.path("note").asText());
  }

  private static Federation federation() throws RefusedException {
    return Federation.verify(documents(), pinned(), now());
  }

  private static PinnedRegulators pinned() throws RefusedException {
    return PinnedRegulators.fromJson(vectors.path("regulators").toString());
  }

  private static SignedDocuments documents() throws RefusedException {
    return SignedDocuments.fromJson(vectors.path("documents").toString());
  }

  private static Instant now() {
    return Instant.ofEpochSecond(vectors.path("now").asLong());
  }

  private static TokenRound blind(JsonNode round) throws RefusedException {
    List<Subject> subjects = new ArrayList<>();
    round.path("subjects").forEach(text -> subjects.add(subject(text.asText())));
    Deque<Bytes> blinds = new ArrayDeque<>(list(round.path("blinds")));
    Randomness feeding =
        out -> System.arraycopy(blinds.removeFirst().toByteArray(), 0, out, 0, out.length);
    return TokenRound.blind(subjects, new Voprf(GroupEngines.bouncyCastle()), feeding);
  }

  private static Subject subject(String text) {
    if (Subjects.parse(text) instanceof Normalised.Accepted(Subject subject)) {
      return subject;
    }
    throw new AssertionError("a subject of the vectors is none");
  }

  private static List<EvaluationAnswer> answers(JsonNode list) {
    List<EvaluationAnswer> answers = new ArrayList<>();
    list.forEach(
        one ->
            answers.add(
                new EvaluationAnswer(
                    new PartyId(one.path("tokeniser").asText()),
                    bytes(one.path("elements")),
                    bytes(one.path("proof")))));
    return answers;
  }

  private static DisclosureVerifier verifier() throws RefusedException {
    SortedMap<PartyId, SecretBytes> seeds = new TreeMap<>();
    vectors
        .path("query")
        .path("padSeeds")
        .properties()
        .forEach(
            seed -> seeds.put(new PartyId(seed.getKey()), SecretBytes.of(bytes(seed.getValue()))));
    PendingQuery pending =
        new PendingQuery(vectors.path("query").path("jws").asText(), documents(), tagKey(), seeds);
    return new DisclosureVerifier(federation(), pending);
  }

  private static SecretBytes tagKey() {
    return SecretBytes.of(bytes(vectors.path("query").path("tagKey")));
  }

  private static JsonNode opened(ExposureAnswer answer) {
    ArrayNode subjects = JSON.createArrayNode();
    for (List<MetricAnswer> metrics : answer.subjects()) {
      ArrayNode row = subjects.addArray();
      for (MetricAnswer metric : metrics) {
        ObjectNode entry = row.addObject();
        entry.put("name", metric.metric().wireName()).put("state", metric.state().wireName());
        metric.total().ifPresent(total -> entry.put("total", Long.toString(total)));
      }
    }
    return subjects;
  }

  private static Bytes bytes(JsonNode text) {
    return Bytes.fromBase64Url(text.asText());
  }

  private static List<Bytes> list(JsonNode texts) {
    List<Bytes> list = new ArrayList<>();
    texts.forEach(text -> list.add(bytes(text)));
    return list;
  }

  private static Bytes revealed(Token token) {
    return Bytes.copyOf(token.secret().toByteArray(SecretAccess.granted()));
  }

  /** Makes the file from a played federation. */
  private static final class Writing {
    private final PlayedFederation played = new PlayedFederation(2026);
    private final PlayedGateway gateway = new PlayedGateway(played);
    private final Federation federation;
    private final ObjectNode out = JSON.createObjectNode();

    Writing() throws RefusedException {
      federation = played.federation();
      gateway.documents = federation.documents();
    }

    ObjectNode session() throws Exception {
      out.put(
          "about",
          "One question of a bank: see README.md. Keys and people are made up. Bytes are b64.");
      out.put("now", PlayedFederation.NOW.getEpochSecond());
      out.set("regulators", JSON.readTree(played.pinned().toJson()));
      out.set("documents", JSON.readTree(federation.documents().toJson()));
      List<Subject> subjects = PEOPLE.stream().map(id -> subject("cn-resident-id:" + id)).toList();
      books(subjects);
      List<Token> tokens = tokenRound(subjects);
      SealedQuery sealed = query(subjects, tokens);
      String token =
          CompactJws.sign(
              "bank-access+jwt",
              "bank-north-access-1",
              played.key(PlayedFederation.BANK, KeyUse.ACCESS),
              Bytes.ascii("{}"));
      String disclosure = gateway.query(token, sealed.query().text(), sealed.blobs());
      out.put("disclosure", disclosure);
      PendingQuery pending =
          new PendingQuery(
              sealed.query().text(), federation.documents(), sealed.tagKey(), sealed.padSeeds());
      out.set("opened", opened(new DisclosureVerifier(federation, pending).verify(disclosure)));
      refuse(disclosure);
      return out;
    }

    private void books(List<Subject> subjects) throws RefusedException {
      List<PartyId> platforms = PlayedFederation.PLATFORMS;
      gateway.book(
          platforms.get(0),
          subjects.get(0),
          Map.of(Metric.OUTSTANDING_PRINCIPAL, 1_234_567L, Metric.LENDERS, 1L));
      gateway.book(
          platforms.get(1),
          subjects.get(0),
          Map.of(
              Metric.OUTSTANDING_PRINCIPAL,
              890_000L,
              Metric.LENDERS,
              1L,
              Metric.OVERDUE_AMOUNT,
              5L));
      gateway.book(platforms.get(2), subjects.get(1), Map.of());
    }

    private List<Token> tokenRound(List<Subject> subjects) throws Exception {
      ObjectNode round = out.putObject("tokenRound");
      ArrayNode texts = round.putArray("subjects");
      PEOPLE.forEach(id -> texts.add("cn-resident-id:" + id));
      ArrayNode canonical = round.putArray("canonical");
      subjects.forEach(
          subject ->
              canonical.add(
                  new String(
                      subject.tokenInput().toByteArray(SecretAccess.granted()),
                      StandardCharsets.UTF_8)));
      List<Bytes> drawn = new ArrayList<>();
      Randomness recorded =
          bytes -> {
            played.randomness.fill(bytes);
            drawn.add(Bytes.copyOf(bytes));
          };
      TokenRound blinded =
          TokenRound.blind(subjects, new Voprf(GroupEngines.bouncyCastle()), recorded);
      ArrayNode blinds = round.putArray("blinds");
      drawn.forEach(blind -> blinds.add(blind.base64Url()));
      round.put("elements", blinded.elements().base64Url());
      String request =
          blinded
              .request(federation, PlayedFederation.BANK, PlayedFederation.NOW, played.randomness)
              .signWith("bank-north-query-1", played.key(PlayedFederation.BANK, KeyUse.QUERY));
      round.put("request", request);
      String access =
          CompactJws.sign(
              "bank-access+jwt",
              "bank-north-access-1",
              played.key(PlayedFederation.BANK, KeyUse.ACCESS),
              Bytes.ascii("{}"));
      List<EvaluationAnswer> answers = gateway.evaluate(access, request, blinded.elements());
      write(round.putArray("answers"), answers);
      List<Token> tokens = blinded.finish(federation, answers);
      ArrayNode list = round.putArray("tokens");
      tokens.forEach(token -> list.add(revealed(token).base64Url()));
      refuseEvaluations(round.putArray("refuse"), answers);
      return tokens;
    }

    private static void refuseEvaluations(ArrayNode refuse, List<EvaluationAnswer> answers) {
      EvaluationAnswer first = answers.get(0);
      EvaluationAnswer second = answers.get(1);
      Map<String, List<EvaluationAnswer>> cases = new LinkedHashMap<>();
      cases.put("a tokeniser is missing", List.of(first));
      cases.put("a tokeniser answers twice", List.of(first, first));
      cases.put("a stranger answers", List.of(first, of("stranger", second)));
      cases.put(
          "two tokenisers' answers are exchanged",
          List.of(of(first.tokeniser().value(), second), of(second.tokeniser().value(), first)));
      cases.put(
          "a proof with one bit changed",
          List.of(
              first,
              new EvaluationAnswer(
                  second.tokeniser(), second.elements(), flipped(second.proof()))));
      cases.put(
          "elements in another order",
          List.of(
              first,
              new EvaluationAnswer(
                  second.tokeniser(),
                  Bytes.concat(second.elements().slice(33, 99), second.elements().slice(0, 33)),
                  second.proof())));
      cases.forEach(
          (name, changed) ->
              write(refuse.addObject().put("name", name).putArray("answers"), changed));
    }

    private static EvaluationAnswer of(String tokeniser, EvaluationAnswer answer) {
      return new EvaluationAnswer(new PartyId(tokeniser), answer.elements(), answer.proof());
    }

    private static Bytes flipped(Bytes bytes) {
      byte[] changed = bytes.toByteArray();
      changed[changed.length - 1] ^= 1;
      return Bytes.copyOf(changed);
    }

    private static void write(ArrayNode list, List<EvaluationAnswer> answers) {
      answers.forEach(
          answer ->
              list.addObject()
                  .put("tokeniser", answer.tokeniser().value())
                  .put("elements", answer.elements().base64Url())
                  .put("proof", answer.proof().base64Url()));
    }

    private SealedQuery query(List<Subject> subjects, List<Token> tokens) throws Exception {
      Party bank = federation.party(PlayedFederation.BANK).orElseThrow();
      SealedQuery sealed =
          SealedQuery.of(
              ExposureClientTest.request(
                  subjects, METRICS.stream().map(MetricRequest::metric).toList()),
              METRICS,
              tokens,
              bank,
              played.bankKeys(PlayedFederation.BANK),
              federation,
              federation.summedSet(bank),
              PlayedFederation.NOW,
              played.randomness);
      ObjectNode query = out.putObject("query");
      query.put("tagKey", secret(sealed.tagKey()));
      ObjectNode seeds = query.putObject("padSeeds");
      sealed.padSeeds().forEach((member, seed) -> seeds.put(member.value(), secret(seed)));
      ObjectNode keys = query.putObject("sealingPrivateKeys");
      sealed
          .blobs()
          .keySet()
          .forEach(
              member ->
                  keys.put(
                      member.value(),
                      secret(
                          PlayedFederation.own(played.sealing, member)
                              .toSecretBytes(SecretAccess.granted()))));
      ObjectNode blobs = query.putObject("blobs");
      sealed.blobs().forEach((member, blob) -> blobs.put(member.value(), blob.base64Url()));
      query.put("jws", sealed.query().text());
      query.put("hash", sealed.query().hash().base64Url());
      query.put("setHash", federation.summedSet(bank).hash().base64Url());
      return sealed;
    }

    private static String secret(SecretBytes secret) {
      return Bytes.copyOf(secret.toByteArray(SecretAccess.granted())).base64Url();
    }

    private void refuse(String disclosure) throws IOException, RefusedException {
      ArrayNode refuse = out.putArray("refuse");
      Map<String, Consumer<ObjectNode>> changes = new LinkedHashMap<>();
      changes.put("another query id", d -> d.put("jti", "00000000-0000-7000-8000-000000000000"));
      changes.put("for another bank", d -> d.put("aud", "bank-of-a"));
      changes.put("of another issuer", d -> d.put("iss", "platform-a"));
      changes.put("older than the query", d -> d.put("iat", d.path("iat").asLong() - 31));
      changes.put(
          "another query hash", d -> d.put("query", Bytes.copyOf(new byte[32]).base64Url()));
      changes.put("a member left out of the set", d -> ((ArrayNode) d.path("set")).remove(0));
      changes.put("coverage that hides how many", d -> coverage(d).put("summed", 2));
      changes.put(
          "coverage that invents an absence",
          d -> coverage(d).putArray("absent").add("platform-z"));
      changes.put("another roster", d -> ((ObjectNode) d.path("roster")).put("serial", 2));
      changes.put("a subject too few", d -> ((ArrayNode) d.path("subjects")).remove(0));
      changes.put("metrics in another order", Writing::exchangeMetrics);
      changes.put(
          "another unit", d -> metric(d, 0, 0).put("unit", "1000").put("errorBound", "4000"));
      changes.put("an error bound that is too small", d -> metric(d, 0, 0).put("errorBound", "1"));
      changes.put(
          "a total one higher",
          d -> metric(d, 0, 0).put("total", oneMore(metric(d, 0, 0), "total")));
      changes.put(
          "a tag one higher", d -> metric(d, 0, 0).put("tag", oneMore(metric(d, 0, 0), "tag")));
      changes.put("a value passed off as zero", d -> metric(d, 0, 0).put("state", "zero"));
      changes.put(
          "suppressed that carries a total", d -> metric(d, 0, 0).put("state", "suppressed"));
      changes.put("a value without its total", d -> metric(d, 0, 1).remove("value"));
      changes.put(
          "an exact total out of range", d -> metric(d, 0, 1).put("value", "36028797018963969"));
      changes.put("a decimal with a leading zero", d -> metric(d, 0, 1).put("value", "02"));
      changes.put("a member that nobody knows", d -> d.put("note", "hello"));
      changes.put("a log that there is not", d -> d.put("log", "some"));
      for (Map.Entry<String, Consumer<ObjectNode>> change : changes.entrySet()) {
        ObjectNode payload =
            (ObjectNode)
                JSON.readTree(CompactJws.parse(disclosure, Disclosure.TYP).payload().toByteArray());
        change.getValue().accept(payload);
        refuse
            .addObject()
            .put("name", change.getKey())
            .put("disclosure", sign(Disclosure.TYP, "gateway-signing-1", payload));
      }
      ObjectNode same =
          (ObjectNode)
              JSON.readTree(CompactJws.parse(disclosure, Disclosure.TYP).payload().toByteArray());
      refuse
          .addObject()
          .put("name", "another typ")
          .put("disclosure", sign(ExposureQuery.TYP, "gateway-signing-1", same));
      refuse
          .addObject()
          .put("name", "another key id")
          .put("disclosure", sign(Disclosure.TYP, "gateway-signing-2", same));
      refuse
          .addObject()
          .put("name", "signed by nobody, alg none")
          .put("disclosure", none(disclosure));
    }

    private static ObjectNode coverage(ObjectNode disclosure) {
      return (ObjectNode) disclosure.path("coverage");
    }

    private static ObjectNode metric(ObjectNode disclosure, int subject, int metric) {
      return (ObjectNode) disclosure.path("subjects").path(subject).path("metrics").path(metric);
    }

    private static void exchangeMetrics(ObjectNode disclosure) {
      ArrayNode metrics = (ArrayNode) disclosure.path("subjects").path(0).path("metrics");
      metrics.add(metrics.remove(0));
    }

    private static String oneMore(ObjectNode metric, String member) {
      return Long.toString(Long.parseLong(metric.path(member).asText()) + 1);
    }

    private String sign(String typ, String kid, ObjectNode payload) throws IOException {
      return CompactJws.sign(
          typ,
          kid,
          played.key(PlayedFederation.GATEWAY, KeyUse.SIGNING),
          Bytes.copyOf(JSON.writeValueAsBytes(payload)));
    }

    private static String none(String disclosure) {
      String header = "{\"alg\":\"none\",\"kid\":\"gateway-signing-1\",\"typ\":\"disclosure+jwt\"}";
      String[] parts = disclosure.split("\\.", -1);
      return Bytes.ascii(header).base64Url() + "." + parts[1] + "." + parts[2];
    }
  }
}
