package io.heji.gateway.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.gateway.played.PlayedFederation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A bank at the API: HTTPS with the federation's CA, a fresh access token a call. */
final class BankDesk implements AutoCloseable {
  private final PlayedFederation federation;
  private final PartyId bank;
  private final int port;
  private final SSLContext tls;
  private final HttpClient http;

  BankDesk(GatewayHome home, PlayedFederation federation, PartyId bank, String... protocols)
      throws Exception {
    this.federation = federation;
    this.bank = bank;
    this.port = home.apiPort();
    SSLParameters parameters = new SSLParameters();
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    this.tls = trusting(home.caCertificate());
    this.http = HttpClient.newBuilder().sslContext(tls).sslParameters(parameters).build();
  }

  private static SSLContext trusting(Path ca) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(ca)) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A connection over which TLS is up and nothing is said yet. */
  Socket socket() throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(GatewayHome.HOST, port);
    socket.startHandshake();
    return socket;
  }

  /** The same, offered for HTTP/2 alone. */
  SSLSocket offeringHttp2() throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(GatewayHome.HOST, port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A connection without TLS yet. */
  Socket rawSocket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path));
  }

  /** The same with a fresh access token. */
  HttpRequest.Builder authorised(String path) {
    return request(path)
        .header("Authorization", "Bearer " + federation.accessToken(bank, Instant.now()));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(authorised(path));
  }

  HttpResponse<String> post(String path, ObjectNode json) throws Exception {
    return send(
        authorised(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.encode(json).asUtf8())));
  }

  HttpResponse<String> evaluate(String request, Bytes elements) throws Exception {
    return post(
        "/v1/evaluations",
        Json.object().put("request", request).put("elements", elements.base64Url()));
  }

  HttpResponse<String> query(String query, Map<PartyId, Bytes> blobs) throws Exception {
    ObjectNode json = Json.object().put("query", query);
    ObjectNode sealed = json.putObject("sealed");
    blobs.forEach((member, blob) -> sealed.put(member.value(), blob.base64Url()));
    return post("/v1/queries", json);
  }

  @Override
  public void close() {
    http.close();
  }
}
