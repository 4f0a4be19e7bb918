package io.heji.protocol.metric;

/**
 * One metric of a query and the form in which the bank asks for it.
 *
 * @param metric what is asked; a query names a metric once
 * @param form how the total comes back; at most what policy permits
 */
public record MetricRequest(Metric metric, Form form) {}
