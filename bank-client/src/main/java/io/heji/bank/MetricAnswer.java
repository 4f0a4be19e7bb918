package io.heji.bank;

import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.query.MetricState;
import java.util.OptionalLong;

/**
 * The verified answer about one metric of one subject.
 *
 * @param metric what was asked
 * @param form in which form it came
 * @param state what the answer says; only {@code VALUE} and {@code ZERO} have a total
 * @param total in minor units of the currency for an amount, a number for a count
 * @param unit to which each platform rounded up
 * @param errorBound how much too high the total is at most; it is never too low
 */
public record MetricAnswer(
    Metric metric, Form form, MetricState state, OptionalLong total, long unit, long errorBound) {
  @Override
  public String toString() {
    return "MetricAnswer[" + metric.wireName() + "]"; // Never the total: it is about a person.
  }
}
