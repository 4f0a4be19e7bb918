package io.heji.gateway.app;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.gateway.member.Links;
import io.heji.gateway.member.MemberLink;
import io.heji.gateway.token.EvaluationRelay;
import io.heji.link.LinkLimits;
import io.heji.link.LinkMethod;
import io.heji.link.LinkTls;
import io.heji.link.capture.WireCapture;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.frame.Answers;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Hello;
import io.heji.protocol.frame.Refusal;
import io.heji.protocol.frame.TokeniserAnswer;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.store.StoreFailedException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The listener of the link. TLS demands a certificate of the federation's CA; the party it names
 * must be a tokeniser or platform of the directory, active, and the one that says Hello.
 */
@Singleton
public class LinkListener {
  private final Vertx vertx;
  private final GatewayConfig config;
  private final AdoptedDocuments documents;
  private final Links links;
  private final EvaluationRelay relay;
  private final WireCapture capture;
  private final GatewayLog log = new GatewayLog();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<MemberLink, Semaphore> callsInFlight = new ConcurrentHashMap<>();
  private final AtomicLong heartbeats = new AtomicLong();

  public LinkListener(
      Vertx vertx,
      GatewayConfig config,
      AdoptedDocuments documents,
      Links links,
      EvaluationRelay relay,
      WireCapture capture) {
    this.vertx = vertx;
    this.config = config;
    this.documents = documents;
    this.links = links;
    this.relay = relay;
    this.capture = capture;
  }

  /** Starts listening; fails when the port is taken. */
  void start() {
    GrpcServer grpc =
        GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(Limits.FRAME_MAX_BYTES));
    grpc.callHandler(LinkMethod.GATEWAY_END, this::connected);
    LinkTls tls = new LinkTls(config.tls().certificate(), config.tls().key(), config.tls().ca());
    HttpServer server = vertx.createHttpServer(tls.serverOptions()).requestHandler(grpc);
    server
        .listen(config.link().port(), config.link().host())
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void connected(GrpcServerRequest<FromMember, FromGateway> request) {
    Context context = vertx.getOrCreateContext();
    Optional<PartyId> party = party(request.connection());
    AtomicReference<Optional<MemberLink>> link = new AtomicReference<>(Optional.empty());
    request.exceptionHandler(_ -> gone(link.get()));
    request.endHandler(_ -> gone(link.get()));
    request.handler(
        frame -> {
          if (link.get().isPresent()) {
            if (!link.get().get().received(frame)) {
              request.response().status(GrpcStatus.INVALID_ARGUMENT).end();
            }
            return;
          }
          Optional<String> refused = refuseHello(party, frame);
          if (refused.isPresent()) {
            log.memberRefused(refused.get());
            request.response().status(GrpcStatus.PERMISSION_DENIED).end();
            return;
          }
          PartyId member = party.orElseThrow();
          link.set(Optional.of(admitted(member, context, request)));
        });
  }

  private MemberLink admitted(
      PartyId member, Context context, GrpcServerRequest<FromMember, FromGateway> request) {
    MemberLink link =
        new MemberLink(member, context, request.response(), capture, this::evaluationCall);
    callsInFlight.put(link, new Semaphore(LinkLimits.CALLS_IN_FLIGHT_MAX));
    links.joined(member, link);
    log.memberConnected(member);
    documents.current().ifPresent(adopted -> link.push(adopted.federation().documents()));
    documents.announced().ifPresent(adopted -> link.push(adopted.federation().documents()));
    vertx.setPeriodic(
        LinkLimits.HEARTBEAT.toMillis(),
        id -> {
          if (!callsInFlight.containsKey(link)) {
            vertx.cancelTimer(id);
          } else if (!link.beat(heartbeats.incrementAndGet())) {
            gone(Optional.of(link));
          }
        });
    return link;
  }

  private void gone(Optional<MemberLink> left) {
    left.filter(link -> callsInFlight.remove(link) != null)
        .ifPresent(
            link -> {
              links.left(link.member(), link);
              link.close();
              log.memberGone(link.member());
            });
  }

  /** Why the first frame does not open a link, if it does not. */
  private Optional<String> refuseHello(Optional<PartyId> party, FromMember frame) {
    if (frame.getBodyCase() != FromMember.BodyCase.HELLO) {
      return Optional.of("the first frame is no Hello");
    }
    Hello hello = frame.getHello();
    if (hello.getVersion() != LinkLimits.VERSION) {
      return Optional.of("another version of frames");
    }
    if (party.isEmpty() || !party.get().value().equals(hello.getParty())) {
      return Optional.of("the certificate is not of the party that says Hello");
    }
    Optional<Federation> federation = documents.current().map(adopted -> adopted.federation());
    boolean member =
        federation
            .flatMap(f -> f.party(party.get()))
            .filter(Party::isActive)
            .filter(p -> p.role() == Role.TOKENISER || p.role() == Role.PLATFORM)
            .isPresent();
    return member
        ? Optional.empty()
        : Optional.of("the directory has no such active tokeniser or platform");
  }

  private static Optional<PartyId> party(HttpConnection connection) {
    try {
      SSLSession session = connection.sslSession();
      if (session == null) {
        return Optional.empty();
      }
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? LinkTls.partyOf(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException noCertificate) {
      return Optional.empty();
    }
  }

  /**
   * A platform tokenises its own customers: relayed like a bank's request, on a thread of its own.
   */
  private void evaluationCall(MemberLink link, EvaluationCall call) {
    Semaphore inFlight = callsInFlight.get(link);
    if (inFlight == null || !inFlight.tryAcquire()) {
      link.answer(refusal(call, ProblemType.TOO_BUSY));
      return;
    }
    workers.execute(
        () -> {
          try {
            link.answer(evaluated(link.member(), call));
          } finally {
            inFlight.release();
          }
        });
  }

  private EvaluationResult evaluated(PartyId member, EvaluationCall call) {
    try {
      Answers.Builder answers = Answers.newBuilder();
      Bytes elements = Bytes.copyOf(call.getElements().toByteArray());
      for (EvaluationAnswer answer : relay.relay(member, call.getRequest(), elements)) {
        answers.addAnswers(
            TokeniserAnswer.newBuilder()
                .setTokeniser(answer.tokeniser().value())
                .setElements(ByteString.copyFrom(answer.elements().toByteArray()))
                .setProof(ByteString.copyFrom(answer.proof().toByteArray())));
      }
      return EvaluationResult.newBuilder().setCall(call.getCall()).setAnswers(answers).build();
    } catch (RefusedException refused) {
      return refusal(call, refused.type());
    } catch (StoreFailedException failed) {
      log.internalFailure("the database", failed);
      return refusal(call, ProblemType.TOO_BUSY);
    } catch (RuntimeException bug) {
      log.internalFailure("an evaluation call", bug);
      return refusal(call, ProblemType.INTERNAL);
    }
  }

  private static EvaluationResult refusal(EvaluationCall call, ProblemType problem) {
    return EvaluationResult.newBuilder()
        .setCall(call.getCall())
        .setRefusal(Refusal.newBuilder().setProblem(problem.slug()))
        .build();
  }
}
