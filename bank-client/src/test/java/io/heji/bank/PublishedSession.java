package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A published session as it stands in its file: one question of a bank with every message. */
record PublishedSession(String file, JsonNode json) {
  static final Path FOLDER = Path.of("..", "docs", "protocol", "vectors");
  static final boolean WRITE = Boolean.getBoolean("heji.vectors.write");
  static final ObjectMapper JSON = new ObjectMapper();

  /** A bank that is nobody's kin; one of a member's company, with a veto and too few suppliers. */
  static final List<String> FILES = List.of("session.json", "session-own-group.json");

  static PublishedSession read(String file) {
    return new PublishedSession(file, readFile(file));
  }

  static JsonNode readFile(String file) {
    try {
      return JSON.readTree(Files.readString(FOLDER.resolve(file), StandardCharsets.UTF_8));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static void write(String file, ObjectNode content) throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content);
    Files.writeString(FOLDER.resolve(file), text + "\n", StandardCharsets.UTF_8);
  }

  static Stream<PublishedSession> all() {
    return FILES.stream().map(PublishedSession::read);
  }

  JsonNode path(String name) {
    return json.path(name);
  }

  Federation federation() throws RefusedException {
    return Federation.verify(documents(), pinned(), now());
  }

  PinnedRegulators pinned() throws RefusedException {
    return PinnedRegulators.fromJson(path("regulators").toString());
  }

  SignedDocuments documents() throws RefusedException {
    return SignedDocuments.fromJson(path("documents").toString());
  }

  Instant now() {
    return Instant.ofEpochSecond(path("now").asLong());
  }

  TokenRound blind() throws RefusedException {
    List<Subject> subjects = new ArrayList<>();
    path("tokenRound").path("subjects").forEach(text -> subjects.add(subject(text.asText())));
    Deque<Bytes> blinds = new ArrayDeque<>(list(path("tokenRound").path("blinds")));
    Randomness feeding =
        out -> System.arraycopy(blinds.removeFirst().toByteArray(), 0, out, 0, out.length);
    return TokenRound.blind(subjects, new Voprf(GroupEngines.bouncyCastle()), feeding);
  }

  DisclosureVerifier verifier() throws RefusedException {
    SortedMap<PartyId, SecretBytes> seeds = new TreeMap<>();
    path("query")
        .path("padSeeds")
        .properties()
        .forEach(
            seed -> seeds.put(new PartyId(seed.getKey()), SecretBytes.of(bytes(seed.getValue()))));
    PendingQuery pending =
        new PendingQuery(path("query").path("jws").asText(), documents(), tagKey(), seeds);
    return DisclosureVerifier.ofKept(federation(), pending);
  }

  SecretBytes tagKey() {
    return SecretBytes.of(bytes(path("query").path("tagKey")));
  }

  static Subject subject(String text) {
    if (Subjects.parse(text) instanceof Normalised.Accepted(Subject subject)) {
      return subject;
    }
    throw new AssertionError("a subject of the vectors is none");
  }

  static List<EvaluationAnswer> answers(JsonNode list) {
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

  static JsonNode opened(ExposureAnswer answer) {
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

  static Bytes bytes(JsonNode text) {
    return Bytes.fromBase64Url(text.asText());
  }

  static List<Bytes> list(JsonNode texts) {
    List<Bytes> list = new ArrayList<>();
    texts.forEach(text -> list.add(bytes(text)));
    return list;
  }

  static Bytes revealed(Token token) {
    return Bytes.copyOf(token.secret().toByteArray(SecretAccess.granted()));
  }

  /** One test a case, and at least one. */
  static Stream<DynamicTest> each(String of, JsonNode cases, Check check) {
    assertThat(cases.size()).isPositive();
    List<DynamicTest> tests = new ArrayList<>();
    cases.forEach(
        one -> tests.add(DynamicTest.dynamicTest(of + ": " + name(one), () -> check.of(one))));
    return tests.stream();
  }

  private static String name(JsonNode one) {
    return one.path("name").asText(one.path("note").asText());
  }

  /** What is done with a case. */
  interface Check {
    void of(JsonNode one) throws Exception;
  }
}
