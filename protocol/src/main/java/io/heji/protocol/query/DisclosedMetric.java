package io.heji.protocol.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.mask.Field61;
import io.heji.protocol.Limits;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One metric of one subject as it is disclosed.
 *
 * @param request which metric, in which form
 * @param state what may be said
 * @param unit to which each platform rounded up: minor units for amounts, 1 for counts
 * @param value the total of a metric that the gateway discloses, in state {@code value} only
 * @param padded total and tag of a sealed metric, in the states that carry them
 */
public record DisclosedMetric(
    MetricRequest request,
    MetricState state,
    long unit,
    OptionalLong value,
    Optional<PaddedTotal> padded) {
  /** A sealed total before the bank takes the pads off. Field elements. */
  public record PaddedTotal(long total, long tag) {
    public PaddedTotal {
      if (!Field61.isElement(total) || !Field61.isElement(tag)) {
        throw new IllegalArgumentException("not elements of the field");
      }
    }

    @Override
    public String toString() {
      return "PaddedTotal";
    }
  }

  private static final PaddedTotal LONGEST_TOTAL = new PaddedTotal(Field61.P - 1, Field61.P - 1);

  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");
  private static final int DECIMAL_LENGTH_MAX = 19;

  public DisclosedMetric {
    boolean sealed = request.form() == Form.SEALED;
    if (padded.isPresent() != (sealed && state.carriesTotal())
        || value.isPresent() != (!sealed && state == MetricState.VALUE)) {
      throw new IllegalArgumentException(
          "a state with what it must not carry, or without what it must");
    }
  }

  /** As long when written as any entry of this metric, form and unit can be. */
  DisclosedMetric longest() {
    return request.form() == Form.SEALED
        ? new DisclosedMetric(
            request, MetricState.NO_RECORD, unit, OptionalLong.empty(), Optional.of(LONGEST_TOTAL))
        : new DisclosedMetric(
            request, MetricState.VALUE, unit, OptionalLong.of(Long.MAX_VALUE), Optional.empty());
  }

  void write(ObjectNode json, int members) {
    json.put("name", request.metric().wireName()).put("form", request.form().wireName());
    json.put("state", state.wireName());
    value.ifPresent(total -> json.put("value", Long.toString(total)));
    padded.ifPresent(
        opening ->
            json.put("total", Long.toString(opening.total()))
                .put("tag", Long.toString(opening.tag())));
    json.put("unit", Long.toString(unit));
    json.put("errorBound", Long.toString(Math.multiplyExact(members, unit)));
  }

  static DisclosedMetric read(JsonObject json, int members) throws RefusedException {
    Metric metric =
        Metric.named(json.text("name", Limits.PURPOSE_LENGTH_MAX))
            .orElseThrow(() -> json.refused("name", "a metric of the catalogue"));
    Form form =
        Form.named(json.text("form", Limits.PURPOSE_LENGTH_MAX))
            .orElseThrow(() -> json.refused("form", "a form of the protocol"));
    MetricState state =
        MetricState.named(json.text("state", Limits.PURPOSE_LENGTH_MAX))
            .orElseThrow(() -> json.refused("state", "a state of the protocol"));
    OptionalLong value =
        json.has("value") ? OptionalLong.of(decimal(json, "value")) : OptionalLong.empty();
    Optional<PaddedTotal> padded =
        json.has("total")
            ? Optional.of(new PaddedTotal(element(json, "total"), element(json, "tag")))
            : Optional.empty();
    long unit = decimal(json, "unit");
    if (unit < 1 || unit > Rounding.VALUE_MAX || decimal(json, "errorBound") != members * unit) {
      throw json.refused("errorBound", "the number of summed platforms times `unit`");
    }
    json.end();
    try {
      return new DisclosedMetric(new MetricRequest(metric, form), state, unit, value, padded);
    } catch (IllegalArgumentException inconsistent) {
      throw new RefusedException(
          ProblemType.DISCLOSURE_INVALID,
          "a state carries what it must not, or lacks what it must");
    }
  }

  private static long element(JsonObject json, String name) throws RefusedException {
    long element = decimal(json, name);
    if (!Field61.isElement(element)) {
      throw json.refused(name, "below the field's prime");
    }
    return element;
  }

  private static long decimal(JsonObject json, String name) throws RefusedException {
    String text = json.text(name, DECIMAL_LENGTH_MAX);
    if (!DECIMAL.matcher(text).matches()) {
      throw json.refused(name, "a decimal number without sign or leading zero");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      throw json.refused(name, "below 2^63");
    }
  }
}
