package io.heji.sandbox.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a member and the gateway and hands on what they say, unread: it is TLS. While it
 * is told to, it holds what the member says for a while. So an answer really leaves later, after
 * whatever the member's own program did about its time.
 */
final class DelayingHop implements AutoCloseable {
  private static final int BUFFER_BYTES = 65_536;

  private final ServerSocket listener;
  private final int gatewayPort;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  // Written by who asks the questions, read by the connections' threads.
  private volatile long holdNanos;

  DelayingHop(int gatewayPort) throws IOException {
    this.gatewayPort = gatewayPort;
    this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Where the member dials. */
  int port() {
    return listener.getLocalPort();
  }

  /** From now on each thing that the member says is held so long; 0 is not at all. */
  void hold(long nanos) {
    holdNanos = nanos;
  }

  private static void start(Runnable work) {
    Thread _ = Thread.ofPlatform().daemon().name("delaying-hop").start(work);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException notThere) {
        // The gateway is not up yet and the member dials again, or the bench is over.
      }
    }
  }

  @SuppressWarnings("AddressSelection") // The loopback address is the only one meant.
  private void connect(Socket member) throws IOException {
    open.add(member);
    try {
      Socket gateway = new Socket(InetAddress.getLoopbackAddress(), gatewayPort);
      open.add(gateway);
      gateway.setTcpNoDelay(true);
      member.setTcpNoDelay(true);
      start(() -> pump(member, gateway, true));
      start(() -> pump(gateway, member, false));
    } catch (IOException notThere) {
      open.remove(member);
      member.close();
      throw notThere;
    }
  }

  private void pump(Socket from, Socket to, boolean held) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (held) {
          holdUntil(System.nanoTime() + holdNanos);
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException over) {
      // Either end is gone; both are closed.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void holdUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
