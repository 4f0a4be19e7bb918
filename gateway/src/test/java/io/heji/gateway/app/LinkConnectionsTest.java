package io.heji.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.link.LinkLimits;
import io.heji.protocol.document.PartyId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkConnectionsTest {
  private final LinkConnections connections = new LinkConnections();

  @Test
  void countsConnectionsByParty() {
    Optional<PartyId> party = Optional.of(new PartyId("platform-a"));
    for (int i = 0; i < LinkLimits.CONNECTIONS_PER_PARTY_MAX; i++) {
      assertThat(connections.enter(party)).isTrue();
    }
    assertThat(connections.enter(party)).isFalse();
    assertThat(connections.enter(Optional.of(new PartyId("platform-b")))).isTrue();

    connections.leave(party);
    assertThat(connections.enter(party)).isTrue();
    assertThat(connections.enter(party)).isFalse();
  }

  @Test
  void countsAllConnectionsTogether() {
    for (int i = 0; i < LinkLimits.CONNECTIONS_MAX; i++) {
      assertThat(connections.enter(Optional.empty())).isTrue();
    }
    assertThat(connections.enter(Optional.empty())).isFalse();
    assertThat(connections.enter(Optional.of(new PartyId("platform-a")))).isFalse();

    connections.leave(Optional.empty());
    assertThat(connections.enter(Optional.of(new PartyId("platform-a")))).isTrue();
  }
}
