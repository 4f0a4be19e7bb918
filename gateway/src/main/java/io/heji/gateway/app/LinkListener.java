package io.heji.gateway.app;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.gateway.connection.HeadDeadline;
import io.heji.gateway.identity.OpenCall;
import io.heji.gateway.identity.OpenCalls;
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
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The listener of the link. TLS demands a certificate of the federation's CA; the party it names
 * must be a tokeniser or platform of the directory, active, and the one that says Hello.
 */
@Singleton
public class LinkListener implements MemberLink.Owner {
  private final Vertx vertx;
  private final LinkTls tls;
  private final GatewayConfig.ListenerConfig address;
  private final Duration helloWait;
  private final AdoptedDocuments documents;
  private final Links links;
  private final EvaluationRelay relay;
  private final OpenCalls openCalls;
  private final WireCapture capture;
  private final GatewayLog log = new GatewayLog();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final LinkConnections connections = new LinkConnections();
  // Connections whose party has not said Hello yet.
  private final Set<HttpConnection> strangers = ConcurrentHashMap.newKeySet();
  private final Map<MemberLink, Semaphore> callsInFlight = new ConcurrentHashMap<>();
  private final AtomicLong heartbeats = new AtomicLong();

  @Inject
  public LinkListener(
      Vertx vertx,
      GatewayConfig config,
      AdoptedDocuments documents,
      Links links,
      EvaluationRelay relay,
      OpenCalls openCalls,
      WireCapture capture) {
    this(
        vertx,
        new LinkTls(config.tls().certificate(), config.tls().key(), config.tls().ca()),
        config.link(),
        LinkLimits.HELLO_WAIT,
        documents,
        links,
        relay,
        openCalls,
        capture);
  }

  LinkListener(
      Vertx vertx,
      LinkTls tls,
      GatewayConfig.ListenerConfig address,
      Duration helloWait,
      AdoptedDocuments documents,
      Links links,
      EvaluationRelay relay,
      OpenCalls openCalls,
      WireCapture capture) {
    this.vertx = vertx;
    this.tls = tls;
    this.address = address;
    this.helloWait = helloWait;
    this.documents = documents;
    this.links = links;
    this.relay = relay;
    this.openCalls = openCalls;
    this.capture = capture;
  }

  /**
   * Starts listening; fails when the port is taken.
   *
   * @return the port
   */
  int start() {
    GrpcServer grpc =
        GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(Limits.FRAME_MAX_BYTES));
    grpc.callHandler(LinkMethod.GATEWAY_END, this::opened);
    return vertx
        .createHttpServer(tls.serverOptions())
        .connectionHandler(this::connected)
        .requestHandler(grpc)
        .listen(address.port(), address.host())
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  /**
   * TLS is up and the member's HTTP/2 settings have come; {@link HeadDeadline} ends what does not
   * come so far. What does not come to an accepted Hello in time is hung up on here.
   */
  private void connected(HttpConnection connection) {
    HeadDeadline.begun(connection);
    Optional<PartyId> party = party(connection);
    if (!connections.enter(party)) {
      log.memberRefused("too many connections");
      connection.close();
      return;
    }
    strangers.add(connection);
    long timer =
        vertx.setTimer(
            helloWait.toMillis(),
            _ -> {
              if (strangers.remove(connection)) {
                log.memberRefused("no Hello in time");
                connection.close();
              }
            });
    connection.closeHandler(
        _ -> {
          vertx.cancelTimer(timer);
          strangers.remove(connection);
          connections.leave(party);
        });
  }

  private void opened(GrpcServerRequest<FromMember, FromGateway> request) {
    LinkStream stream = new LinkStream(vertx.getOrCreateContext(), request);
    if (LinkMethod.isCompressed(request.headers())) {
      log.memberRefused("compressed frames");
      stream.refuse(GrpcStatus.UNIMPLEMENTED);
      return;
    }
    Optional<PartyId> party = party(request.connection());
    // Both are the context's own.
    AtomicReference<Optional<MemberLink>> link = new AtomicReference<>(Optional.empty());
    AtomicBoolean refused = new AtomicBoolean();
    request.exceptionHandler(_ -> gone(link.get()));
    request.endHandler(_ -> gone(link.get()));
    Consumer<GrpcStatus> refuse =
        status -> {
          refused.set(true);
          stream.refuse(status);
          gone(link.get());
        };
    // Without this, frames that do not decode or are too long would be skipped in silence.
    request.invalidMessageHandler(
        _ -> {
          log.memberRefused("a frame that is not one");
          refuse.accept(GrpcStatus.INVALID_ARGUMENT);
        });
    request.handler(
        frame -> {
          if (refused.get()) {
            return;
          }
          if (link.get().isPresent()) {
            if (!link.get().get().received(frame)) {
              log.memberRefused("a frame that has no business there");
              refuse.accept(GrpcStatus.INVALID_ARGUMENT);
            }
            return;
          }
          Optional<String> why = refuseHello(party, frame);
          if (why.isPresent()) {
            log.memberRefused(why.get());
            refuse.accept(GrpcStatus.PERMISSION_DENIED);
            return;
          }
          link.set(admitted(party.orElseThrow(), stream));
          if (link.get().isEmpty()) {
            log.memberRefused("the party has too many links");
            refuse.accept(GrpcStatus.RESOURCE_EXHAUSTED);
            return;
          }
          strangers.remove(request.connection());
        });
  }

  private Optional<MemberLink> admitted(PartyId member, LinkStream stream) {
    MemberLink link = new MemberLink(member, stream, capture, this);
    callsInFlight.put(link, new Semaphore(LinkLimits.CALLS_IN_FLIGHT_MAX));
    if (!links.joined(link)) {
      callsInFlight.remove(link);
      return Optional.empty();
    }
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
    return Optional.of(link);
  }

  @Override
  public void stuck(MemberLink link) {
    log.memberStuck(link.member());
    gone(Optional.of(link));
  }

  private void gone(Optional<MemberLink> left) {
    left.filter(link -> callsInFlight.remove(link) != null)
        .ifPresent(
            link -> {
              links.left(link);
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
  @Override
  public void evaluationCall(MemberLink link, EvaluationCall call) {
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
    try (OpenCall open = openCalls.open(member)) {
      Answers.Builder answers = Answers.newBuilder();
      Bytes elements = Bytes.copyOf(call.getElements().toByteArray());
      for (EvaluationAnswer answer : relay.relay(open, call.getRequest(), elements)) {
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
