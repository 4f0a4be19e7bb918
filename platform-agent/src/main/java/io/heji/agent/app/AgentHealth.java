package io.heji.agent.app;

import io.heji.agent.app.Agent.State;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when linked, documents adopted and the whole book of the epoch in the index. */
@Readiness
@Singleton
public class AgentHealth implements HealthCheck {
  private final Agent agent;

  public AgentHealth(Agent agent, MeterRegistry meters) {
    this.agent = agent;
    meters.gauge(
        "heji.index.customers",
        io.micrometer.core.instrument.Tags.of("state", "done"),
        agent,
        a -> a.state().done());
    meters.gauge(
        "heji.index.customers",
        io.micrometer.core.instrument.Tags.of("state", "total"),
        agent,
        a -> a.state().total());
  }

  @Override
  public HealthCheckResponse call() {
    State state = agent.state();
    return HealthCheckResponse.named("agent")
        .status(state.linked() && state.adopted() && state.complete())
        .withData("linked", state.linked())
        .withData("adopted", state.adopted())
        .withData("done", state.done())
        .withData("total", state.total())
        .build();
  }
}
