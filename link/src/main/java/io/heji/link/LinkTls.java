package io.heji.link;

import io.heji.crypto.SecretFile;
import io.heji.protocol.document.PartyId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * TLS of the link: 1.3 only, certificates of the federation's CA on both sides, the party's id in a
 * URI SAN.
 *
 * @param certificate PEM, this party's
 * @param key PEM, PKCS#8, readable by its owner only
 * @param ca PEM, the federation's CA
 */
public record LinkTls(Path certificate, Path key, Path ca) {
  /** In front of the party's id in its certificate's URI SAN. */
  public static final String PARTY_URI = "urn:heji:party:";

  private static final Set<String> TLS_1_3 = Set.of("TLSv1.3");

  /** RFC 5280 section 4.2.1.6: uniformResourceIdentifier. */
  private static final int URI_NAME = 6;

  HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setVerifyHost(true)
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setEnabledSecureTransportProtocols(TLS_1_3)
        .setConnectTimeout((int) LinkLimits.CONNECT_TIMEOUT.toMillis())
        .setSslHandshakeTimeout(LinkLimits.CONNECT_TIMEOUT.toSeconds())
        .setHttp2ConnectionWindowSize(LinkLimits.CONNECTION_WINDOW_BYTES)
        .setInitialSettings(http2())
        .setKeyCertOptions(keyPair())
        .setTrustOptions(trust());
  }

  /** For the gateway's listener: without a certificate of the CA there is no connection. */
  public HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(TLS_1_3)
        .setSslHandshakeTimeout(LinkLimits.CONNECT_TIMEOUT.toSeconds())
        .setIdleTimeout((int) LinkLimits.IDLE_TIMEOUT.toSeconds())
        .setHttp2ConnectionWindowSize(LinkLimits.CONNECTION_WINDOW_BYTES)
        .setHttp2RstFloodMaxRstFramePerWindow(LinkLimits.RESETS_MAX)
        .setHttp2RstFloodWindowDuration((int) LinkLimits.RESETS_WINDOW.toSeconds())
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setInitialSettings(http2().setMaxConcurrentStreams(LinkLimits.STREAMS_MAX))
        .setKeyCertOptions(keyPair())
        .setTrustOptions(trust());
  }

  private static Http2Settings http2() {
    return new Http2Settings()
        .setInitialWindowSize(LinkLimits.STREAM_WINDOW_BYTES)
        .setMaxHeaderListSize(LinkLimits.HEADERS_MAX_BYTES);
  }

  /** Who can read the key can be this party on the link, so that nobody else may. */
  private PemKeyCertOptions keyPair() {
    try {
      return new PemKeyCertOptions()
          .addCertPath(certificate.toString())
          .addKeyValue(Buffer.buffer(SecretFile.readText(key)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable.getMessage(), unreadable);
    }
  }

  private PemTrustOptions trust() {
    return new PemTrustOptions().addCertPath(ca.toString());
  }

  /** The party that a certificate names: exactly one URI SAN of the federation's form. */
  public static Optional<PartyId> partyOf(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return Optional.empty();
      }
      List<String> uris =
          names.stream()
              .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
      if (uris.size() != 1 || !uris.getFirst().startsWith(PARTY_URI)) {
        return Optional.empty();
      }
      return Optional.of(new PartyId(uris.getFirst().substring(PARTY_URI.length())));
    } catch (CertificateParsingException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
