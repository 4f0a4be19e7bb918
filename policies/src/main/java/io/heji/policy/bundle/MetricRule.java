package io.heji.policy.bundle;

import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;

/**
 * How one metric is disclosed.
 *
 * @param metric which
 * @param form the only form it may be asked in
 * @param unit to which each platform rounds up, in minor units of the currency for amounts, 1 for
 *     counts
 * @param k from how many holders on a total is told, company groups counted with their largest
 * @param coverageFloor how many of the summed platforms must supply it
 */
public record MetricRule(Metric metric, Form form, long unit, int k, int coverageFloor) {}
