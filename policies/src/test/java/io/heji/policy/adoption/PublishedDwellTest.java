package io.heji.policy.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The part of the published {@code refusals.json} that only gateway, tokenisers and agents check:
 * how soon one roster may follow another. The other parts are checked where a bank checks them.
 */
class PublishedDwellTest {
  private static final Path FILE = Path.of("..", "docs", "protocol", "vectors", "refusals.json");

  private final JsonNode cases = read().path("documents");

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  @TestFactory
  Stream<DynamicTest> takesTheseRostersAfterTheFirst() {
    return each("accept", one -> assertThat(next(one).federation().roster().serial()).isEqualTo(2));
  }

  @TestFactory
  Stream<DynamicTest> refusesTheseRostersAfterTheFirst() {
    return each(
        "refuse",
        one ->
            assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> next(one))
                .satisfies(
                    r -> assertThat(r.type().slug()).isEqualTo(one.path("problem").asText())));
  }

  private interface Check {
    void of(JsonNode one) throws Exception;
  }

  private Stream<DynamicTest> each(String list, Check check) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode one : cases.path("dwell").path(list)) {
      tests.add(DynamicTest.dynamicTest(one.path("name").asText(), () -> check.of(one)));
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  /** Goes by the documents that the case changes, then by the changed ones. */
  private Adopted next(JsonNode one) throws RefusedException {
    Instant now = Instant.ofEpochSecond(cases.path("now").asLong());
    AdoptedDocuments adopted =
        new AdoptedDocuments(
            PinnedRegulators.fromJson(cases.path("regulators").toString()), new MemorySerials());
    ObjectNode documents = cases.path("documents").deepCopy();
    adopted.adopt(SignedDocuments.fromJson(documents.toString()), now);
    documents.setAll((ObjectNode) one.path("change"));
    return adopted.adopt(SignedDocuments.fromJson(documents.toString()), now);
  }
}
