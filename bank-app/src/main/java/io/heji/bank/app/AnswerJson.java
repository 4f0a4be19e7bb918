package io.heji.bank.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.bank.Coverage;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import io.heji.protocol.json.Json;
import java.util.List;

/** The stable JSON of an answer, as {@code docs/reference/bank-ask-json.md} lays it down. */
final class AnswerJson {
  /** There is no log to prove anything with yet, and this says so. */
  private static final String NO_LOG = "none";

  private AnswerJson() {}

  static String of(ExposureAnswer answer, List<MetricAnswer> metrics) {
    ObjectNode json = Json.object();
    json.put("queryId", answer.queryId()).put("bank", answer.bank().value());
    json.put("purpose", answer.purpose()).put("consent", answer.consentId());
    json.put("askedAt", answer.askedAt().toString());
    ObjectNode currency = json.putObject("currency");
    currency.put("code", answer.currency()).put("digits", answer.currencyDigits());
    ArrayNode list = json.putArray("metrics");
    metrics.forEach(metric -> write(list.addObject(), metric));
    ObjectNode coverage = json.putObject("coverage");
    write(coverage.putArray("summed"), answer.coverage().summed());
    write(coverage.putArray("ownGroup"), answer.coverage().ownGroup());
    write(coverage.putArray("absent"), answer.coverage().absent());
    ObjectNode asOf = json.putObject("asOf");
    asOf.put("data", answer.asOf().data().toString());
    asOf.put("index", answer.asOf().index().toString());
    ObjectNode serials = json.putObject("serials");
    serials.put("directory", answer.documents().directory().serial());
    serials.put("policy", answer.documents().policy().serial());
    serials.put("roster", answer.documents().roster().serial());
    json.put("log", NO_LOG);
    return Json.encode(json).asUtf8();
  }

  private static void write(ObjectNode json, MetricAnswer metric) {
    json.put("name", metric.metric().wireName()).put("form", metric.form().wireName());
    json.put("state", metric.state().wireName());
    if (metric.total().isPresent()) {
      // A text: a program that reads numbers as floating point would lose fen above 2^53.
      json.put("value", Long.toString(metric.total().getAsLong()));
    } else {
      json.putNull("value");
    }
    json.put("unit", Long.toString(metric.unit()));
    json.put("errorBound", Long.toString(metric.errorBound()));
  }

  private static void write(ArrayNode list, List<Coverage.Platform> platforms) {
    for (Coverage.Platform platform : platforms) {
      list.addObject().put("id", platform.id().value()).put("name", platform.name());
    }
  }
}
