package io.heji.gateway.app;

import io.heji.gateway.member.Links;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when documents are adopted and every tokeniser and platform of the roster is linked:
 * otherwise some question could only be refused.
 */
@Readiness
@Singleton
public class GatewayHealth implements HealthCheck {
  private final AdoptedDocuments documents;
  private final Links links;

  public GatewayHealth(AdoptedDocuments documents, Links links) {
    this.documents = documents;
    this.links = links;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<Roster> roster = documents.current().map(adopted -> adopted.federation().roster());
    Set<PartyId> linked = links.linked();
    boolean complete =
        roster
            .filter(r -> linked.containsAll(r.tokenisers().keySet()))
            .filter(r -> linked.containsAll(r.members().keySet()))
            .isPresent();
    return HealthCheckResponse.named("federation")
        .status(complete)
        .withData("linked", linked.size())
        .withData("expected", roster.map(r -> r.tokenisers().size() + r.members().size()).orElse(0))
        .build();
  }
}
