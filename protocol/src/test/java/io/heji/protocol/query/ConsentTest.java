package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
  @ParameterizedTest
  @ValueSource(ints = {1, Limits.CONSENT_SCOPE_MAX})
  void readsOneToSixteenPurposes(int purposes) throws RefusedException {
    assertThat(read(purposes).scope()).hasSize(purposes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Limits.CONSENT_SCOPE_MAX + 1})
  void refusesNoPurposeAndOneTooMany(int purposes) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> read(purposes))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  private static Consent read(int purposes) throws RefusedException {
    List<String> scope = IntStream.range(0, purposes).mapToObj(i -> "purpose-" + i).toList();
    ObjectNode json = Json.object();
    new Consent("consent-1", Instant.ofEpochSecond(1), Instant.ofEpochSecond(2), scope).write(json);
    return Consent.read(JsonObject.parse(Json.encode(json)));
  }
}
