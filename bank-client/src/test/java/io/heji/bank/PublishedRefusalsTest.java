package io.heji.bank;

import static io.heji.bank.PublishedSession.JSON;
import static io.heji.bank.PublishedSession.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.bank.store.DocumentMemory;
import io.heji.crypto.Bytes;
import io.heji.crypto.group.GroupEngines;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.SignedEvaluationRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/protocol/vectors/refusals.json}: what must be refused with which problem, and what is
 * at the edge and must be taken. {@code ./heji vectors} makes the file anew.
 */
class PublishedRefusalsTest {
  private static final String FILE = "refusals.json";
  private static final int TEXT_MAX = 8;

  private static JsonNode vectors = JSON.createObjectNode();

  @BeforeAll
  static void readOrMakeTheFile() throws Exception {
    if (PublishedSession.WRITE) {
      PlayedFederation played = new PlayedFederation(2027);
      ObjectNode out = JSON.createObjectNode();
      out.put("about", "What must be refused, and as what: see README.md. Bytes are b64.");
      out.set("json", TextCases.json());
      out.set("base64url", TextCases.base64Url());
      DocumentCases documents = new DocumentCases(played);
      out.set("documents", documents.cases());
      out.set("jws", TextCases.jws(played));
      out.set("evaluationRequests", new EvaluationCases(played, documents).cases());
      PublishedSession.write(FILE, out);
    }
    vectors = PublishedSession.readFile(FILE);
  }

  @TestFactory
  Stream<DynamicTest> json() {
    return acceptsAndRefuses(vectors.path("json"), one -> readJson(bytes(one.path("json"))));
  }

  private static void readJson(Bytes text) throws RefusedException {
    JsonObject json = JsonObject.parse(text);
    json.integer("a", 0, Long.MAX_VALUE);
    json.optionalText("t", TEXT_MAX);
    json.end();
  }

  @TestFactory
  Stream<DynamicTest> base64Url() {
    JsonNode cases = vectors.path("base64url");
    return Stream.concat(
        PublishedSession.each(
            "accept", cases.path("accept"), one -> Bytes.fromBase64Url(one.path("text").asText())),
        PublishedSession.each(
            "refuse",
            cases.path("refuse"),
            one ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> Bytes.fromBase64Url(one.path("text").asText()))));
  }

  @TestFactory
  Stream<DynamicTest> jws() {
    JsonNode cases = vectors.path("jws");
    return acceptsAndRefuses(
        cases,
        one -> {
          CompactJws jws = CompactJws.parse(one.path("jws").asText(), cases.path("typ").asText());
          DirectoryKey key =
              federation(vectors.path("documents").path("documents"))
                  .party(new PartyId(cases.path("party").asText()))
                  .flatMap(party -> party.key(KeyUse.QUERY))
                  .orElseThrow();
          jws.requireSignedBy(key.kid(), key.key());
        });
  }

  @Test
  void takesTheDocumentsThatTheCasesChange(@TempDir Path folder) throws Exception {
    adopt(folder, Optional.empty(), vectors.path("documents").path("documents"));
  }

  @TestFactory
  Stream<DynamicTest> documents(@TempDir Path folder) {
    JsonNode cases = vectors.path("documents");
    return PublishedSession.each(
        "refuse",
        cases.path("refuse"),
        one -> {
          ObjectNode documents = cases.path("documents").deepCopy();
          documents.setAll((ObjectNode) one.path("change"));
          Path own = folder.resolve(Integer.toHexString(one.path("name").asText().hashCode()));
          refuses(one, () -> adopt(own, remembered(one), documents));
        });
  }

  private static Optional<JsonNode> remembered(JsonNode one) {
    return Optional.of(one.path("remembered")).filter(JsonNode::isObject);
  }

  /** As a bank goes by documents: all of them, the policy it needs, and what it remembers. */
  private static void adopt(Path file, Optional<JsonNode> remembered, JsonNode documents)
      throws Exception {
    Federation federation = federation(documents);
    PolicyTerms.of(federation, now(vectors.path("documents")));
    DocumentMemory memory = new DocumentMemory(file.resolveSibling(file.getFileName() + ".json"));
    if (remembered.isPresent()) {
      JsonNode before = remembered.get();
      memory.adopt(
          ref(before.path("directory"), federation.directoryRef()),
          ref(before.path("policy"), federation.policyRef()),
          ref(before.path("roster"), federation.rosterRef()));
    }
    memory.adopt(federation.directoryRef(), federation.policyRef(), federation.rosterRef());
  }

  private static DocumentRef ref(JsonNode ref, DocumentRef otherwise) {
    return ref.isMissingNode()
        ? otherwise
        : new DocumentRef(ref.path("serial").asLong(), bytes(ref.path("hash")));
  }

  private static Federation federation(JsonNode documents) throws RefusedException {
    JsonNode cases = vectors.path("documents");
    return Federation.verify(
        SignedDocuments.fromJson(documents.toString()),
        PinnedRegulators.fromJson(cases.path("regulators").toString()),
        now(cases));
  }

  private static Instant now(JsonNode cases) {
    return Instant.ofEpochSecond(cases.path("now").asLong());
  }

  @TestFactory
  Stream<DynamicTest> evaluationRequests() {
    JsonNode cases = vectors.path("evaluationRequests");
    return acceptsAndRefuses(
        cases,
        one -> {
          Federation federation = federation(vectors.path("documents").path("documents"));
          SignedEvaluationRequest request =
              SignedEvaluationRequest.read(one.path("request").asText());
          request.verifyAsker(federation, roster -> requireCurrent(federation, roster), now(cases));
          request.verifyElements(bytes(one.path("elements")), GroupEngines.bouncyCastle()::decode);
        });
  }

  private static void requireCurrent(Federation federation, DocumentRef roster)
      throws RefusedException {
    if (!roster.equals(federation.rosterRef())) {
      throw new RefusedException(ProblemType.WRONG_ROSTER, "not the current one");
    }
  }

  private static Stream<DynamicTest> acceptsAndRefuses(
      JsonNode cases, PublishedSession.Check check) {
    return Stream.concat(
        PublishedSession.each("accept", cases.path("accept"), check),
        PublishedSession.each(
            "refuse", cases.path("refuse"), one -> refuses(one, () -> check.of(one))));
  }

  private static void refuses(JsonNode one, ThrowingCallable check) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(check)
        .satisfies(r -> assertThat(r.type().slug()).isEqualTo(one.path("problem").asText()));
  }
}
