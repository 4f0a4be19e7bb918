package io.heji.gateway.app;

import io.heji.gateway.member.Links;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when documents are adopted and every active tokeniser and platform of the roster is linked:
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
    Optional<Set<PartyId>> expected =
        documents.current().map(adopted -> expected(adopted.federation()));
    Set<PartyId> linked = links.linked();
    return HealthCheckResponse.named("federation")
        .status(expected.filter(linked::containsAll).isPresent())
        .withData("linked", linked.size())
        .withData("expected", expected.map(Set::size).orElse(0))
        .build();
  }

  /** Without a suspended tokeniser: it is asked for nothing, and kept tokens can be asked with. */
  private static Set<PartyId> expected(Federation federation) {
    Set<PartyId> expected = new TreeSet<>(federation.roster().members().keySet());
    for (PartyId tokeniser : federation.roster().tokenisers().keySet()) {
      federation.party(tokeniser).filter(Party::isActive).ifPresent(t -> expected.add(t.id()));
    }
    return expected;
  }
}
