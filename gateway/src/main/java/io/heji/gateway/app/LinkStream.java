package io.heji.gateway.app;

import io.heji.gateway.member.MemberLink;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.vertx.core.Context;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.concurrent.CompletableFuture;

/** The one stream of a connection, written to on its own context. */
final class LinkStream implements MemberLink.Outgoing {
  private final Context context;
  private final GrpcServerRequest<FromMember, FromGateway> request;

  LinkStream(Context context, GrpcServerRequest<FromMember, FromGateway> request) {
    this.context = context;
    this.request = request;
  }

  @Override
  public CompletableFuture<Void> write(FromGateway frame) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    context.runOnContext(
        _ ->
            request
                .response()
                .write(frame)
                .onSuccess(_ -> written.complete(null))
                .onFailure(written::completeExceptionally));
    return written;
  }

  /** Says why and hangs up: a connection that was refused has nothing more to say. */
  void refuse(GrpcStatus status) {
    context.runOnContext(
        _ -> request.response().status(status).end().onComplete(_ -> request.connection().close()));
  }

  @Override
  public void close() {
    context.runOnContext(
        _ -> {
          request.response().cancel();
          request.connection().close();
        });
  }
}
