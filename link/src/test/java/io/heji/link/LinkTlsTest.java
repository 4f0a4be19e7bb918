package io.heji.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.link.played.PlayedCa;
import io.heji.protocol.document.PartyId;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTlsTest {
  @TempDir Path folder;

  @Test
  void readsThePartyOfACertificate() throws Exception {
    assertThat(partyOf("urn:heji:party:bank-north")).contains(new PartyId("bank-north"));
  }

  @Test
  void aCertificateWithoutExactlyOnePartyIsNobodys() throws Exception {
    assertThat(partyOf()).isEmpty();
    assertThat(partyOf("urn:heji:party:a", "urn:heji:party:b")).isEmpty();
    assertThat(partyOf("urn:heji:party:a", "https://example.test")).isEmpty();
    assertThat(partyOf("urn:other:party:a")).isEmpty();
    assertThat(partyOf("urn:heji:party:")).isEmpty();
    assertThat(partyOf("urn:heji:party:Upper")).isEmpty();
  }

  @Test
  void speaksTls13AloneAndAsksForACertificate() throws Exception {
    LinkTls tls = new PlayedCa(folder, "federation").party("gateway");

    assertThat(tls.clientOptions().getEnabledSecureTransportProtocols()).containsExactly("TLSv1.3");
    assertThat(tls.clientOptions().isVerifyHost()).isTrue();
    assertThat(tls.clientOptions().isTrustAll()).isFalse();
    assertThat(tls.serverOptions().getEnabledSecureTransportProtocols()).containsExactly("TLSv1.3");
    assertThat(tls.serverOptions().getClientAuth().name()).isEqualTo("REQUIRED");
  }

  @Test
  void takesNoKeyThatOthersCanRead() throws Exception {
    LinkTls tls = new PlayedCa(folder, "federation").party("gateway");
    Files.setPosixFilePermissions(tls.key(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(tls::clientOptions).hasMessageContaining(tls.key().toString());
    assertThatThrownBy(tls::serverOptions).hasMessageContaining(tls.key().toString());
  }

  @Test
  void bothEndsKeepTheLimitsOfConnections() throws Exception {
    LinkTls tls = new PlayedCa(folder, "federation").party("gateway");
    HttpClientOptions member = tls.clientOptions();
    HttpServerOptions gateway = tls.serverOptions();
    long handshake = LinkLimits.CONNECT_TIMEOUT.toSeconds();
    long streamWindow = LinkLimits.STREAM_WINDOW_BYTES;

    assertThat(member.getConnectTimeout()).isEqualTo((int) LinkLimits.CONNECT_TIMEOUT.toMillis());
    assertThat(member.getSslHandshakeTimeout()).isEqualTo(handshake);
    assertThat(gateway.getSslHandshakeTimeout()).isEqualTo(handshake);
    assertThat(gateway.getIdleTimeout()).isEqualTo((int) LinkLimits.IDLE_TIMEOUT.toSeconds());
    assertThat(gateway.getInitialSettings().getMaxConcurrentStreams())
        .isEqualTo(LinkLimits.STREAMS_MAX);
    assertThat(gateway.getHttp2RstFloodMaxRstFramePerWindow()).isEqualTo(LinkLimits.RESETS_MAX);
    assertThat(Duration.ofSeconds(gateway.getHttp2RstFloodWindowDuration()))
        .isEqualTo(LinkLimits.RESETS_WINDOW);
    assertThat(gateway.getInitialSettings().getMaxHeaderListSize())
        .isEqualTo(LinkLimits.HEADERS_MAX_BYTES);
    assertThat(member.getInitialSettings().getMaxHeaderListSize())
        .isEqualTo(LinkLimits.HEADERS_MAX_BYTES);
    assertThat(member.getHttp2ConnectionWindowSize()).isEqualTo(LinkLimits.CONNECTION_WINDOW_BYTES);
    assertThat(gateway.getHttp2ConnectionWindowSize())
        .isEqualTo(LinkLimits.CONNECTION_WINDOW_BYTES);
    assertThat(member.getInitialSettings().getInitialWindowSize()).isEqualTo(streamWindow);
    assertThat(gateway.getInitialSettings().getInitialWindowSize()).isEqualTo(streamWindow);
  }

  private Optional<PartyId> partyOf(String... uris) throws Exception {
    Path own = Files.createTempDirectory(folder, "ca");
    LinkTls tls = new PlayedCa(own, "federation").issue("member", uris);
    try (InputStream pem = Files.newInputStream(tls.certificate())) {
      return LinkTls.partyOf(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
  }
}
