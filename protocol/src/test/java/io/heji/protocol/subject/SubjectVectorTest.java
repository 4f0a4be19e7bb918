package io.heji.protocol.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.crypto.SecretAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every accept and every refuse case of the published subject vectors. */
class SubjectVectorTest {
  private static final String VECTORS = "/vectors/heji-v1/heji-v1-subjects.json";

  @TestFactory
  Stream<DynamicTest> acceptsAsPublished() throws IOException {
    return cases("accept")
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    name(vector),
                    () -> {
                      String expected = vector.get("subject").textValue();

                      Normalised normalised = normalise(vector);

                      assertThat(normalised).isInstanceOf(Normalised.Accepted.class);
                      Subject subject = ((Normalised.Accepted) normalised).subject();
                      assertThat(subject.tokenInput().toByteArray(SecretAccess.granted()))
                          .isEqualTo(expected.getBytes(StandardCharsets.US_ASCII));
                      assertThat(Subjects.parse(expected)).isEqualTo(normalised);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> refusesAsPublishedWithTheFirstReason() throws IOException {
    return cases("reject")
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    name(vector),
                    () -> {
                      Normalised normalised = normalise(vector);

                      assertThat(normalised).isInstanceOf(Normalised.Refused.class);
                      assertThat(((Normalised.Refused) normalised).reason().wireName())
                          .isEqualTo(vector.get("reason").textValue());
                    }));
  }

  private static Normalised normalise(JsonNode vector) {
    return Subjects.normalise(vector.get("scheme").textValue(), vector.get("raw").textValue());
  }

  private static String name(JsonNode vector) {
    return vector.get("scheme").textValue() + ": " + vector.get("note").textValue();
  }

  private static Stream<JsonNode> cases(String list) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SubjectVectorTest.class.getResourceAsStream(VECTORS))) {
      JsonNode cases = new ObjectMapper().readTree(in).get(list);
      assertThat(cases.size()).as("cases of %s", list).isGreaterThan(40);
      return StreamSupport.stream(cases.spliterator(), false);
    }
  }
}
