package io.heji.bank.gateway;

import io.heji.bank.BankLimits;
import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * The gateway over HTTPS: TLS 1.3, the federation's CA and no other, strict JSON, an end to every
 * wait. Thread-safe.
 */
public final class HttpsGateway implements GatewayApi, AutoCloseable {
  private static final String TLS = "TLSv1.3";
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final int STATUS_FIRST_REFUSED = 400;
  private static final int STATUS_OK = 200;

  private final URI base;
  private final Duration answerWait;
  private final HttpClient client;

  /**
   * A gateway at this address.
   *
   * @param base {@code https://host:port}
   * @param authority PEM file with the federation's CA certificate, the only one that is trusted
   */
  public HttpsGateway(URI base, Path authority) throws IOException {
    this(base, authority, BankLimits.CONNECT_WAIT_MAX, BankLimits.ANSWER_WAIT_MAX);
  }

  HttpsGateway(URI base, Path authority, Duration connectWait, Duration answerWait)
      throws IOException {
    if (!"https".equals(base.getScheme())) {
      throw new IOException("the gateway's address must begin with https://");
    }
    this.base = base;
    this.answerWait = answerWait;
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {TLS});
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectWait)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(trusting(authority))
            .sslParameters(parameters)
            .build();
  }

  @Override
  public SignedDocuments documents() throws RefusedException, GatewayUnreachableException {
    return SignedDocuments.fromJson(
        send(request("/v1/documents", Optional.empty()).GET()).asUtf8());
  }

  @Override
  public List<EvaluationAnswer> evaluate(String accessToken, String request, Bytes elements)
      throws RefusedException, GatewayUnreachableException {
    Bytes body = GatewayMessages.evaluationBody(request, elements);
    Bytes answer = send(post("/v1/evaluations", accessToken, body));
    return GatewayMessages.readEvaluations(answer, elements.size());
  }

  @Override
  public String query(String accessToken, String query, SortedMap<PartyId, Bytes> sealed)
      throws RefusedException, GatewayUnreachableException {
    Bytes body = GatewayMessages.queryBody(query, sealed);
    return GatewayMessages.readDisclosure(send(post("/v1/queries", accessToken, body)));
  }

  @Override
  public String disclosure(String accessToken, String queryId)
      throws RefusedException, GatewayUnreachableException {
    HttpRequest.Builder get = request("/v1/queries/" + queryId, Optional.of(accessToken)).GET();
    return GatewayMessages.readDisclosure(send(get));
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  private HttpRequest.Builder post(String path, String accessToken, Bytes body) {
    return request(path, Optional.of(accessToken))
        .header("Content-Type", JSON)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
  }

  private HttpRequest.Builder request(String path, Optional<String> accessToken) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", JSON + ", " + PROBLEM);
    accessToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  private Bytes send(HttpRequest.Builder request)
      throws RefusedException, GatewayUnreachableException {
    HttpResponse<byte[]> response = exchange(request.build());
    Bytes body = Bytes.copyOf(response.body());
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (response.statusCode() == STATUS_OK && type.startsWith(JSON)) {
      return body;
    }
    if (response.statusCode() >= STATUS_FIRST_REFUSED && type.startsWith(PROBLEM)) {
      throw GatewayMessages.readProblem(body);
    }
    throw new GatewayUnreachableException(
        "status " + response.statusCode() + " is not an answer of a gateway");
  }

  /**
   * One exchange, its body read to the end, within the wait. A request's own timeout ends when the
   * headers are there: a gateway that lets the body drip would hold the caller for ever.
   */
  private HttpResponse<byte[]> exchange(HttpRequest request) throws GatewayUnreachableException {
    CompletableFuture<HttpResponse<byte[]>> underWay =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Limits.HTTP_BODY_MAX_BYTES));
    try {
      return underWay.get(answerWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unanswered(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw unanswered(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnreachableException("interrupted while waiting for the gateway", e);
    } finally {
      // Hangs up on an exchange that is still under way; nothing to one that is over.
      underWay.cancel(true);
    }
  }

  /** The kind of fault tells a wrong CA from a gateway that is down; its text may quote peers. */
  private static GatewayUnreachableException unanswered(Throwable fault) {
    return new GatewayUnreachableException(
        "no answer from the gateway (" + fault.getClass().getSimpleName() + ")", fault);
  }

  private static SSLContext trusting(Path authority) throws IOException {
    try (InputStream pem = Files.newInputStream(authority)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("authority-" + number++, certificate);
      }
      if (number == 0) {
        throw new IOException("`" + authority + "` holds no certificate");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance(TLS);
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("`" + authority + "` is not a certificate that can be trusted", e);
    }
  }
}
