package io.heji.gateway.connection;

import io.heji.gateway.GatewayLimits;
import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;

/**
 * The JDK's sockets, with a guard on every listener: the API, the link, and health. The HTTP server
 * has no hook before its first request, and Vert.x asks for a transport by {@link
 * java.util.ServiceLoader}: {@code quarkus.vertx.prefer-native-transport} makes it take this one.
 */
public final class GuardedTransport extends JDKTransport {
  private final int connectionsMax;
  private final Duration headArrival;

  /** With the limits of a deployment. */
  public GuardedTransport() {
    this(GatewayLimits.SOCKETS_MAX, GatewayLimits.HEAD_ARRIVAL);
  }

  GuardedTransport(int connectionsMax, Duration headArrival) {
    this.connectionsMax = connectionsMax;
    this.headArrival = headArrival;
  }

  int connectionsMax() {
    return connectionsMax;
  }

  Duration headArrival() {
    return headArrival;
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap listener) {
    super.configure(options, domainSocket, listener);
    listener.handler(new ListenerGuard(connectionsMax, headArrival));
  }
}
