package io.heji.agent.played;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/**
 * A way to a server on this machine that can fall silent: its connections stay open, and nothing
 * goes over them.
 */
public final class SilentHop {
  private final NetServer server;
  private volatile boolean silent;

  private SilentHop(Vertx vertx, int port) {
    NetClient client = vertx.createNetClient();
    this.server =
        vertx
            .createNetServer()
            .connectHandler(
                caller -> {
                  caller.pause();
                  client
                      .connect(port, "localhost")
                      .onSuccess(called -> join(caller, called))
                      .onFailure(_ -> caller.close());
                });
  }

  /** Listens on a port of its own; ends with the Vert.x that it runs on. */
  public static SilentHop to(int port, Vertx vertx) {
    SilentHop hop = new SilentHop(vertx, port);
    hop.server.listen(0, "localhost").toCompletionStage().toCompletableFuture().join();
    return hop;
  }

  public int port() {
    return server.actualPort();
  }

  /** Whether nothing goes over it. */
  public void silent(boolean now) {
    silent = now;
  }

  private void join(NetSocket caller, NetSocket called) {
    forward(caller, called);
    forward(called, caller);
    caller.resume();
  }

  private void forward(NetSocket from, NetSocket to) {
    from.handler(
        bytes -> {
          if (!silent) {
            to.write(bytes);
          }
        });
    from.closeHandler(_ -> to.close());
  }
}
