package io.heji.sandbox.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.bank.Coverage;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.query.MetricState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a bank was told of one person, by the SDK or by its own program.
 *
 * @param queryId of the question
 * @param bank who asked
 * @param roster the serial of the roster it was asked under
 * @param summed the names of the platforms that are summed
 * @param metrics in the order asked
 */
record Told(String queryId, PartyId bank, long roster, Set<String> summed, List<Of> metrics) {
  /**
   * One metric.
   *
   * @param name in the catalogue
   * @param state on the wire
   * @param total 0 where there is none
   */
  record Of(String name, String state, long total) {
    boolean isWithheld() {
      return state.equals(MetricState.WITHHELD.wireName());
    }
  }

  Told {
    summed = Set.copyOf(summed);
    metrics = List.copyOf(metrics);
  }

  /** As the SDK gives it. */
  static Told of(ExposureAnswer answer) {
    List<Of> metrics = new ArrayList<>();
    for (MetricAnswer metric : answer.subjects().getFirst()) {
      metrics.add(
          new Of(metric.metric().wireName(), metric.state().wireName(), metric.total().orElse(0)));
    }
    return new Told(
        answer.queryId(),
        answer.bank(),
        answer.documents().roster().serial(),
        answer.coverage().summed().stream()
            .map(Coverage.Platform::name)
            .collect(Collectors.toSet()),
        metrics);
  }

  /** As {@code heji bank … --json} prints it. */
  static Told of(JsonNode answer) {
    List<Of> metrics = new ArrayList<>();
    for (JsonNode metric : answer.path("metrics")) {
      metrics.add(
          new Of(
              metric.path("name").asText(),
              metric.path("state").asText(),
              Long.parseLong(metric.path("value").asText("0"))));
    }
    Set<String> summed = new HashSet<>();
    answer.path("coverage").path("summed").forEach(one -> summed.add(one.path("name").asText()));
    return new Told(
        answer.path("queryId").asText(),
        new PartyId(answer.path("bank").asText()),
        answer.path("serials").path("roster").asLong(),
        summed,
        metrics);
  }
}
