package io.heji.gateway.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in the pipeline of one listening socket, which reads connections: closes one too many
 * before it costs anything, and gives each of the others its {@link HeadDeadline}.
 */
final class ListenerGuard extends ChannelInboundHandlerAdapter {
  private final int connectionsMax;
  private final Duration headArrival;
  private final AtomicInteger open = new AtomicInteger();

  ListenerGuard(int connectionsMax, Duration headArrival) {
    this.connectionsMax = connectionsMax;
    this.headArrival = headArrival;
  }

  @Override
  public void channelRead(ChannelHandlerContext listener, Object accepted) {
    Channel connection = (Channel) accepted;
    // Only the listener's own thread counts up.
    if (open.get() >= connectionsMax) {
      connection.unsafe().closeForcibly();
      return;
    }
    open.incrementAndGet();
    connection.closeFuture().addListener(_ -> open.decrementAndGet());
    connection.pipeline().addFirst(new HeadDeadline(headArrival));
    listener.fireChannelRead(accepted);
  }
}
