package io.heji.gateway.member;

import io.heji.protocol.frame.FromGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A stream whose other end reads when it is told to. */
final class PlayedOutgoing implements MemberLink.Outgoing {
  final List<FromGateway> frames = new ArrayList<>();
  final List<CompletableFuture<Void>> unread = new ArrayList<>();
  boolean reads = true;
  boolean closed;

  @Override
  public CompletableFuture<Void> write(FromGateway frame) {
    frames.add(frame);
    CompletableFuture<Void> written = new CompletableFuture<>();
    if (reads) {
      written.complete(null);
    } else {
      unread.add(written);
    }
    return written;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** The other end reads all that waits. */
  void readAll() {
    unread.forEach(written -> written.complete(null));
    unread.clear();
  }

  FromGateway last() {
    return frames.getLast();
  }
}
