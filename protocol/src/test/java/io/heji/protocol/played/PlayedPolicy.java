package io.heji.protocol.played;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.json.Json;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricKind;
import java.time.Instant;
import java.util.Collection;

/** Policy bundles that a test changes before they are signed. */
public final class PlayedPolicy {
  public static final String PURPOSE = "loan-approval";
  public static final long AMOUNT_UNIT = 10_000;
  public static final int COVERAGE_FLOOR = 2;
  private static final int AMOUNT_K = 2;

  private PlayedPolicy() {}

  /**
   * A generous one: amounts sealed and counts open for commercial banks, no delay of answers and no
   * dwell time.
   */
  static ObjectNode bundle(String federation, Instant activeFrom, Instant expires) {
    ObjectNode json = Json.object();
    json.put("federation", federation).put("serial", 1).put("floor", 3);
    json.put("activeFrom", activeFrom.getEpochSecond()).put("expires", expires.getEpochSecond());
    json.putArray("metrics");
    ObjectNode purpose = json.putArray("purposes").addObject();
    purpose.put("name", PURPOSE).put("consentMaxDays", 30);
    purpose.putArray("bankClasses").add("commercial-bank");
    json.putObject("quotas")
        .put("bankSubjectsPerDay", 1000)
        .put("bankEvaluationsPerDay", 1000)
        .put("platformEvaluationsPerEpoch", 1000)
        .put("personSubjectsPerDay", 10);
    json.putObject("differencingGuard")
        .put("windowSeconds", 604_800)
        .put("repeatIntervalSeconds", 86_400);
    json.put("batchMax", 1000);
    json.putObject("answerDelay").put("baseMillis", 0).put("perSubjectMillis", 0);
    json.put("rosterDwellSeconds", 0).put("disclosureRetentionDays", 7);
    return json;
  }

  /** From now on the bundle has these metrics, and its purpose is granted those. */
  public static void metrics(
      ObjectNode bundle, Collection<Metric> metrics, Collection<Metric> granted) {
    ArrayNode list = bundle.putArray("metrics");
    for (Metric metric : metrics) {
      boolean amount = metric.kind() == MetricKind.AMOUNT;
      list.addObject()
          .put("name", metric.wireName())
          .put("form", amount ? "sealed" : "exact")
          .put("unit", amount ? AMOUNT_UNIT : 1)
          .put("k", amount ? AMOUNT_K : 1)
          .put("coverageFloor", COVERAGE_FLOOR);
    }
    ArrayNode names = ((ObjectNode) bundle.path("purposes").path(0)).putArray("metrics");
    granted.forEach(metric -> names.add(metric.wireName()));
  }
}
