package io.heji.gateway.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Closes a connection that takes too long to say what it wants: from its start until the first
 * request's head is there (at the link, HTTP/2's settings), and after an answer from the next byte
 * until the next head is. What drips is not idle; without this it would be kept for as long as it
 * drips.
 *
 * <p>Its state belongs to the connection's event loop.
 */
public final class HeadDeadline extends ChannelInboundHandlerAdapter {
  private final Duration arrival;
  private Optional<Future<?>> deadline = Optional.empty();
  private int underWay;

  HeadDeadline(Duration arrival) {
    this.arrival = arrival;
  }

  /** A head has come. Nothing is due until each that has begun has {@link #ended}. */
  public static void begun(HttpConnection connection) {
    of(connection, HeadDeadline::begin);
  }

  /** What a head asked for has been answered, or is given up. */
  public static void ended(HttpConnection connection) {
    of(connection, d -> d.underWay--);
  }

  private static void of(HttpConnection connection, Consumer<HeadDeadline> then) {
    Channel channel = ((ConnectionBase) connection).channel();
    HeadDeadline deadline = channel.pipeline().get(HeadDeadline.class);
    // There is none where the listener is not guarded, and none is left of a closed connection.
    if (deadline == null) {
      return;
    }
    if (channel.eventLoop().inEventLoop()) {
      then.accept(deadline);
    } else {
      channel.eventLoop().execute(() -> then.accept(deadline));
    }
  }

  private void begin() {
    underWay++;
    disarm();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext connection) {
    arm(connection);
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object bytes) {
    if (underWay == 0 && deadline.isEmpty()) {
      arm(connection);
    }
    connection.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext connection) {
    disarm();
    connection.fireChannelInactive();
  }

  private void arm(ChannelHandlerContext connection) {
    Runnable hangUp =
        () -> connection.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    deadline =
        Optional.of(
            connection.executor().schedule(hangUp, arrival.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void disarm() {
    deadline.ifPresent(due -> due.cancel(false));
    deadline = Optional.empty();
  }
}
