package io.heji.bank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.mask.Field61;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is changed in a disclosure of the published sessions so that a bank must refuse it. */
final class DisclosureChanges {
  private DisclosureChanges() {}

  static Map<String, Consumer<ObjectNode>> ofAStranger() {
    Map<String, Consumer<ObjectNode>> changes = new LinkedHashMap<>();
    changes.put("another query id", d -> d.put("jti", "00000000-0000-7000-8000-000000000000"));
    changes.put("for another bank", d -> d.put("aud", "bank-of-a"));
    changes.put("of another issuer", d -> d.put("iss", "platform-a"));
    changes.put("older than the query", d -> d.put("iat", d.path("iat").asLong() - 31));
    changes.put("another query hash", d -> d.put("query", Bytes.copyOf(new byte[32]).base64Url()));
    changes.put("a member left out of the set", d -> ((ArrayNode) d.path("set")).remove(0));
    changes.put("coverage that hides how many", d -> coverage(d).put("summed", 2));
    changes.put(
        "coverage that invents an absence", d -> coverage(d).putArray("absent").add("platform-z"));
    changes.put("another roster", d -> ((ObjectNode) d.path("roster")).put("serial", 2));
    changes.put("a subject too few", d -> ((ArrayNode) d.path("subjects")).remove(0));
    changes.put("metrics in another order", DisclosureChanges::exchangeMetrics);
    changes.put("another unit", d -> metric(d, 0, 0).put("unit", "1000").put("errorBound", "4000"));
    changes.put("an error bound that is too small", d -> metric(d, 0, 0).put("errorBound", "1"));
    changes.put(
        "a total one higher", d -> metric(d, 0, 0).put("total", oneMore(metric(d, 0, 0), "total")));
    changes.put(
        "a tag one higher", d -> metric(d, 0, 0).put("tag", oneMore(metric(d, 0, 0), "tag")));
    changes.put("a value passed off as zero", d -> metric(d, 0, 0).put("state", "zero"));
    changes.put("suppressed that carries a total", d -> metric(d, 0, 0).put("state", "suppressed"));
    changes.put("a value without its total", d -> metric(d, 0, 1).remove("value"));
    changes.put(
        "an exact total out of range", d -> metric(d, 0, 1).put("value", "36028797018963969"));
    changes.put("a decimal with a leading zero", d -> metric(d, 0, 1).put("value", "02"));
    changes.put("a member that nobody knows", d -> d.put("note", "hello"));
    changes.put("a log that there is not", d -> d.put("log", "some"));
    changes.put("a decimal with a fraction", d -> metric(d, 0, 1).put("value", "2.0"));
    changes.put("a decimal with a sign", d -> metric(d, 0, 1).put("value", "+2"));
    changes.put("a number in place of a decimal", d -> metric(d, 0, 1).put("value", 2));
    changes.put("a total of p", d -> metric(d, 0, 0).put("total", Long.toString(Field61.P)));
    changes.put("a total without its tag", d -> metric(d, 0, 0).remove("tag"));
    changes.put("a salt of 31 bytes", d -> d.put("salt", "A".repeat(42)));
    changes.put("a salt with padding", d -> d.put("salt", d.path("salt").asText() + "="));
    changes.put("the set in another order", d -> reversed((ArrayNode) d.path("set")));
    changes.put("a state that there is not", d -> metric(d, 0, 0).put("state", "unknown"));
    changes.put("a member is missing", d -> d.remove("asOf"));
    return changes;
  }

  static Map<String, Consumer<ObjectNode>> ofKin() {
    Map<String, Consumer<ObjectNode>> changes = new LinkedHashMap<>();
    changes.put("a time with a fraction", d -> d.put("iat", d.path("iat").asLong() + 0.5));
    changes.put("coverage without the own group", d -> coverage(d).putArray("ownGroup"));
    changes.put("coverage without the absent", d -> coverage(d).putArray("absent"));
    changes.put(
        "a platform of the own group passed off as absent",
        d -> {
          coverage(d).putArray("ownGroup").add("platform-a");
          coverage(d).putArray("absent").add("platform-f").add("platform-g").add("platform-h");
        });
    changes.put(
        "a suspended platform left out of the absent",
        d -> coverage(d).putArray("absent").add("platform-f"));
    changes.put("absent in another order", d -> reversed((ArrayNode) coverage(d).path("absent")));
    changes.put(
        "a platform of the own group in the set",
        d -> {
          ((ArrayNode) d.path("set")).insert(0, "platform-a");
          coverage(d).put("summed", 5);
        });
    changes.put("withheld that carries a value", d -> metric(d, 2, 1).put("value", "1"));
    changes.put(
        "withheld that carries a total", d -> metric(d, 2, 0).put("total", "1").put("tag", "1"));
    changes.put(
        "not-covered that carries a total", d -> metric(d, 0, 2).put("total", "1").put("tag", "1"));
    changes.put(
        "withheld passed off as no-record, with a total",
        d -> metric(d, 2, 0).put("state", "no-record").put("total", "1").put("tag", "1"));
    return changes;
  }

  private static void reversed(ArrayNode list) {
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::addFirst);
    list.removeAll().addAll(items);
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
}
