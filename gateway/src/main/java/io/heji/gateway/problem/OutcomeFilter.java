package io.heji.gateway.problem;

import io.heji.protocol.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Counts answers by outcome, {@code heji_requests_total}: {@code answered} or the problem's slug.
 * By nothing else: who asks for what stands in the decision log only.
 */
public class OutcomeFilter {
  /** Where the problem of an answer is noted. */
  static final String PROBLEM = "io.heji.problem";

  private static final String METRIC = "heji.requests";
  private static final String METRIC_OUTCOME = "outcome";
  private static final String ANSWERED = "answered";

  private final MeterRegistry metrics;

  public OutcomeFilter(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  @ServerResponseFilter
  public void count(ContainerRequestContext request) {
    String outcome =
        request.getProperty(PROBLEM) instanceof ProblemType problem ? problem.slug() : ANSWERED;
    count(metrics, outcome);
  }

  /** Counts an answer that was given before the request became one of a resource. */
  static void count(MeterRegistry metrics, String outcome) {
    metrics.counter(METRIC, METRIC_OUTCOME, outcome).increment();
  }
}
