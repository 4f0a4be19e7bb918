package io.heji.gateway.app;

import io.heji.crypto.Bytes;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.played.PlayedMembers;
import io.heji.link.LinkClient;
import io.heji.link.LinkHandler;
import io.heji.link.LinkSettings;
import io.heji.link.LinkTls;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Played members that dial the gateway over the real link. */
final class LinkedMembers implements AutoCloseable {
  private static final long WAIT_SECONDS = 30;

  private final Vertx vertx;
  private final GatewayHome home;
  private final PlayedFederation federation;
  private final PlayedMembers members;
  private final Map<PartyId, LinkClient> links = new TreeMap<>();
  private final BlockingQueue<Documents> received = new LinkedBlockingQueue<>();

  LinkedMembers(Vertx vertx, GatewayHome home, PlayedFederation federation, PlayedMembers members) {
    this.vertx = vertx;
    this.home = home;
    this.federation = federation;
    this.members = members;
  }

  /** Dials as this member and waits until the gateway has handed over its documents. */
  Documents dial(PartyId member) throws Exception {
    return dial(member, home.ca().party(member.value()));
  }

  Documents dial(PartyId member, LinkTls tls) throws Exception {
    LinkClient link = client(member, tls);
    links.put(member, link);
    link.start();
    Documents documents = received.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (documents == null) {
      throw new IllegalStateException(member + " got no documents");
    }
    return documents;
  }

  /** Dials as all tokenisers and platforms. */
  void dialAll() throws Exception {
    for (PartyId tokeniser : PlayedFederation.TOKENISERS) {
      dial(tokeniser);
    }
    for (PartyId platform : PlayedFederation.PLATFORMS) {
      dial(platform);
    }
  }

  /** A link that is not started. */
  LinkClient client(PartyId member, LinkTls tls) {
    return new LinkClient(
        vertx,
        new LinkSettings(member, GatewayHome.HOST, home.linkPort(), tls),
        new Handler(member),
        federation.randomness(),
        WireCapture.none());
  }

  LinkClient link(PartyId member) {
    LinkClient link = links.get(member);
    if (link == null) {
      throw new IllegalArgumentException(member + " has not dialled");
    }
    return link;
  }

  @Override
  public void close() {
    links.values().forEach(LinkClient::close);
  }

  private final class Handler implements LinkHandler {
    private final PartyId self;

    Handler(PartyId self) {
      this.self = self;
    }

    @Override
    public void documents(Documents documents) {
      received.add(documents);
    }

    @Override
    public EvaluateReply evaluate(Evaluate call) {
      Bytes elements = Bytes.copyOf(call.getElements().toByteArray());
      synchronized (members) {
        return members.evaluate(self, call.getRequest(), elements, Duration.ZERO).join().toBuilder()
            .setCall(call.getCall())
            .build();
      }
    }

    @Override
    public Supplier<AskReply> asked(Ask call) {
      return () -> answer(call);
    }

    private AskReply answer(Ask call) {
      Bytes sealed = Bytes.copyOf(call.getSealed().toByteArray());
      synchronized (members) {
        return members.ask(self, call.getQuery(), sealed, Duration.ZERO).join().toBuilder()
            .setCall(call.getCall())
            .build();
      }
    }
  }
}
