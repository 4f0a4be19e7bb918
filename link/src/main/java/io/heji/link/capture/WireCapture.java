package io.heji.link.capture;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Records what this process saw. Thread-safe. */
public interface WireCapture {
  /** A frame came in, after TLS. */
  void received(String peer, Message frame);

  /** A frame goes out, before TLS. */
  void sent(String peer, Message frame);

  /** Something else that the process has in hand, such as an HTTP body or what it opened. */
  void saw(String kind, Map<String, String> content);

  /** Whether anything is recorded: work that only serves the record can be left out. */
  boolean isOn();

  /** Records nothing: what every deployment uses. */
  static WireCapture none() {
    return NoCapture.INSTANCE;
  }

  /**
   * Appends to a file if one is given.
   *
   * @param nanoTime the monotonic clock, to compare what came when
   */
  static WireCapture to(Optional<Path> file, LongSupplier nanoTime) throws IOException {
    return file.isPresent() ? new FileCapture(file.get(), nanoTime) : none();
  }
}
