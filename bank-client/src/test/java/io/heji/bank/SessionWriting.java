package io.heji.bank;

import static io.heji.bank.PublishedSession.JSON;

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
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricKind;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a session of a played federation. Keys and people are made up; signatures and proofs are
 * random.
 */
final class SessionWriting {
  private static final List<String> PEOPLE =
      List.of("11010519491231002X", "440524188001010014", "130503670401001");
  private static final List<Metric> METRICS =
      List.of(Metric.OUTSTANDING_PRINCIPAL, Metric.LENDERS, Metric.OVERDUE_AMOUNT);
  private static final PartyId PLATFORM_E = new PartyId("platform-e");
  private static final PartyId OFF_THE_ROSTER = new PartyId("platform-f");
  private static final PartyId SUSPENDED = new PartyId("platform-g");
  private static final PartyId KIN_OFF_THE_ROSTER = new PartyId("platform-h");

  private final PlayedFederation played = new PlayedFederation(2026);
  private final PlayedGateway gateway = new PlayedGateway(played);
  private final Map<String, Consumer<ObjectNode>> changes;
  private final List<MetricRequest> metrics = new ArrayList<>();
  private final PartyId bank;
  private final Federation federation;
  private final ObjectNode out = JSON.createObjectNode();

  private SessionWriting(
      PartyId bank, List<PartyId> roster, Map<String, Consumer<ObjectNode>> changes)
      throws RefusedException {
    this.bank = bank;
    this.changes = changes;
    if (roster.contains(PLATFORM_E)) {
      played.enterPlatform(PLATFORM_E, "group-of-platform-e");
      played.enterPlatform(OFF_THE_ROSTER, "group-of-platform-f");
      played.enterPlatform(SUSPENDED, "group-of-platform-g");
      played.enterSuspended(SUSPENDED);
      played.enterPlatform(KIN_OFF_THE_ROSTER, "group-of-platform-a");
      PlayedFederation.PLATFORMS.stream()
          .skip(2)
          .forEach(platform -> played.supply(platform, withoutOverdue()));
      played.supply(PLATFORM_E, withoutOverdue());
    }
    gateway.documents = played.documents(1, 1, roster);
    federation = Federation.verify(gateway.documents, played.pinned(), PlayedFederation.NOW);
    for (Metric metric : METRICS) {
      boolean amount = metric.kind() == MetricKind.AMOUNT;
      metrics.add(new MetricRequest(metric, amount ? Form.SEALED : Form.EXACT));
    }
  }

  private static Set<Metric> withoutOverdue() {
    return EnumSet.complementOf(EnumSet.of(Metric.OVERDUE_AMOUNT));
  }

  /** A bank of no platform's company asks about three people over four platforms. */
  static SessionWriting ofAStranger() throws RefusedException {
    return new SessionWriting(
        PlayedFederation.BANK, PlayedFederation.PLATFORMS, DisclosureChanges.ofAStranger());
  }

  /**
   * A bank of the company of platform-a and platform-h asks: the sum leaves out the one and the
   * coverage names both; platforms f (not on the roster) and g (suspended) are absent. Only one
   * platform supplies overdue amounts, and the third person is vetoed.
   */
  static SessionWriting ofKin() throws RefusedException {
    List<PartyId> roster = new ArrayList<>(PlayedFederation.PLATFORMS);
    roster.add(PLATFORM_E);
    return new SessionWriting(PlayedFederation.GROUP_BANK, roster, DisclosureChanges.ofKin());
  }

  ObjectNode session() throws Exception {
    out.put(
        "about",
        "One question of a bank: see README.md. Keys and people are made up. Bytes are b64.");
    out.put("now", PlayedFederation.NOW.getEpochSecond());
    out.set("regulators", JSON.readTree(played.pinned().toJson()));
    out.set("documents", JSON.readTree(federation.documents().toJson()));
    List<Subject> subjects =
        PEOPLE.stream().map(id -> PublishedSession.subject("cn-resident-id:" + id)).toList();
    books(subjects);
    List<Token> tokens = tokenRound(subjects);
    SealedQuery sealed = query(subjects, tokens);
    String disclosure = gateway.query(accessToken(), sealed.query().text(), sealed.blobs());
    out.put("disclosure", disclosure);
    PendingQuery pending =
        new PendingQuery(
            sealed.query().text(), federation.documents(), sealed.tagKey(), sealed.padSeeds());
    out.set(
        "opened",
        PublishedSession.opened(DisclosureVerifier.ofKept(federation, pending).verify(disclosure)));
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
            Metric.OUTSTANDING_PRINCIPAL, 890_000L, Metric.LENDERS, 1L, Metric.OVERDUE_AMOUNT, 5L));
    gateway.book(platforms.get(2), subjects.get(1), Map.of());
    if (isOfKin()) {
      gateway.book(
          platforms.get(2),
          subjects.get(0),
          Map.of(Metric.OUTSTANDING_PRINCIPAL, 20_000L, Metric.LENDERS, 1L));
      gateway.book(platforms.get(3), subjects.get(2), Map.of(Metric.OUTSTANDING_PRINCIPAL, 1L));
      gateway.veto(platforms.get(1), subjects.get(2));
    }
  }

  private boolean isOfKin() {
    return bank.equals(PlayedFederation.GROUP_BANK);
  }

  private String accessToken() {
    return CompactJws.sign(
        "bank-access+jwt", bank + "-access-1", played.key(bank, KeyUse.ACCESS), Bytes.ascii("{}"));
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
          played.randomness().fill(bytes);
          drawn.add(Bytes.copyOf(bytes));
        };
    TokenRound blinded =
        TokenRound.blind(subjects, new Voprf(GroupEngines.bouncyCastle()), recorded);
    ArrayNode blinds = round.putArray("blinds");
    drawn.forEach(blind -> blinds.add(blind.base64Url()));
    round.put("elements", blinded.elements().base64Url());
    String request =
        blinded
            .request(federation, bank, PlayedFederation.NOW, played.randomness())
            .signWith(bank + "-query-1", played.key(bank, KeyUse.QUERY));
    round.put("request", request);
    List<EvaluationAnswer> answers = gateway.evaluate(accessToken(), request, blinded.elements());
    write(round.putArray("answers"), answers);
    List<Token> tokens = blinded.finish(federation, answers);
    ArrayNode list = round.putArray("tokens");
    tokens.forEach(token -> list.add(PublishedSession.revealed(token).base64Url()));
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
            new EvaluationAnswer(second.tokeniser(), second.elements(), flipped(second.proof()))));
    cases.put(
        "elements in another order",
        List.of(
            first,
            new EvaluationAnswer(
                second.tokeniser(),
                Bytes.concat(second.elements().slice(33, 99), second.elements().slice(0, 33)),
                second.proof())));
    cases.forEach(
        (name, changed) -> {
          ObjectNode entry = refuse.addObject().put("name", name);
          entry.put("problem", ProblemType.EVALUATION_INVALID.slug());
          write(entry.putArray("answers"), changed);
        });
  }

  private static EvaluationAnswer of(String tokeniser, EvaluationAnswer answer) {
    return new EvaluationAnswer(new PartyId(tokeniser), answer.elements(), answer.proof());
  }

  private static Bytes flipped(Bytes bytes) {
    byte[] changed = bytes.toByteArray();
    changed[changed.length - 1] ^= 1;
    return Bytes.copyOf(changed);
  }

  static void write(ArrayNode list, List<EvaluationAnswer> answers) {
    answers.forEach(
        answer ->
            list.addObject()
                .put("tokeniser", answer.tokeniser().value())
                .put("elements", answer.elements().base64Url())
                .put("proof", answer.proof().base64Url()));
  }

  private SealedQuery query(List<Subject> subjects, List<Token> tokens) throws Exception {
    Party asker = federation.party(bank).orElseThrow();
    SealedQuery sealed =
        SealedQuery.of(
            AskingBank.request(subjects, metrics.stream().map(MetricRequest::metric).toList()),
            metrics,
            tokens,
            asker,
            played.bankKeys(bank),
            federation,
            federation.summedSet(asker),
            PlayedFederation.NOW,
            played.randomness());
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
                    secret(played.sealing(member).toSecretBytes(SecretAccess.granted()))));
    ObjectNode blobs = query.putObject("blobs");
    sealed.blobs().forEach((member, blob) -> blobs.put(member.value(), blob.base64Url()));
    query.put("jws", sealed.query().text());
    query.put("hash", sealed.query().hash().base64Url());
    query.put("setHash", federation.summedSet(asker).hash().base64Url());
    return sealed;
  }

  private static String secret(SecretBytes secret) {
    return Bytes.copyOf(secret.toByteArray(SecretAccess.granted())).base64Url();
  }

  private void refuse(String disclosure) throws IOException, RefusedException {
    ArrayNode refuse = out.putArray("refuse");
    for (Map.Entry<String, Consumer<ObjectNode>> change : changes.entrySet()) {
      ObjectNode payload =
          (ObjectNode)
              JSON.readTree(CompactJws.parse(disclosure, Disclosure.TYP).payload().toByteArray());
      change.getValue().accept(payload);
      refused(refuse, change.getKey(), sign(Disclosure.TYP, "gateway-signing-1", payload));
    }
    ObjectNode same =
        (ObjectNode)
            JSON.readTree(CompactJws.parse(disclosure, Disclosure.TYP).payload().toByteArray());
    refused(refuse, "another typ", sign(ExposureQuery.TYP, "gateway-signing-1", same));
    refused(refuse, "another key id", sign(Disclosure.TYP, "gateway-signing-2", same));
    refused(refuse, "signed by nobody, alg none", none(disclosure));
  }

  private static void refused(ArrayNode refuse, String name, String disclosure) {
    refuse
        .addObject()
        .put("name", name)
        .put("problem", ProblemType.DISCLOSURE_INVALID.slug())
        .put("disclosure", disclosure);
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
