package io.heji.tokeniser.app;

import io.heji.policy.adoption.Adopted;
import io.heji.protocol.document.Federation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when linked, documents are adopted, and the share is the one that was stated. */
@Readiness
@ApplicationScoped
public class TokeniserReadiness implements HealthCheck {
  private final TokeniserProcess process;

  TokeniserReadiness(TokeniserProcess process) {
    this.process = process;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("tokeniser");
    TokeniserProcess.Running running = process.running();
    if (running == null) {
      return response.down().build();
    }
    boolean linked = running.link().connected();
    boolean shareHeld = running.handler().shareHeld();
    Optional<Federation> adopted = running.documents().current().map(Adopted::federation);
    response.withData("linked", linked).withData("shareHeld", shareHeld);
    adopted.ifPresent(
        federation ->
            response
                .withData("directory", federation.directoryRef().serial())
                .withData("policy", federation.policyRef().serial())
                .withData("roster", federation.rosterRef().serial()));
    return response.status(linked && adopted.isPresent() && shareHeld).build();
  }
}
