package io.heji.gateway.app;

import io.heji.crypto.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/** An HTTP/2 client (RFC 9113) that sends whatever frames it is told to, right or wrong. */
final class RawHttp2 implements AutoCloseable {
  static final int HEADERS = 0x1;
  static final int RESET = 0x3;
  static final int SETTINGS = 0x4;
  static final int PING = 0x6;
  static final int GOAWAY = 0x7;
  static final int CONTINUATION = 0x9;

  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;

  /** RFC 9113 section 6.5.2. */
  static final int MAX_CONCURRENT_STREAMS = 0x3;

  static final int MAX_HEADER_LIST_SIZE = 0x6;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SETTING_BYTES = 6;
  private static final int CANCEL = 0x8;

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;

  /** A frame that came. */
  record Frame(int type, int stream, Bytes payload) {
    /** The value of a setting, or -1 where the frame does not name it. */
    long setting(int id) {
      byte[] settings = payload.toByteArray();
      for (int i = 0; i < settings.length; i += SETTING_BYTES) {
        if (number(settings, i, 2) == id) {
          return number(settings, i + 2, 4);
        }
      }
      return -1;
    }
  }

  RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.in = new DataInputStream(socket.getInputStream());
    out.write(PREFACE);
    send(SETTINGS, 0, 0, new byte[0]);
  }

  void send(int type, int flags, int stream, byte[] payload) throws IOException {
    out.write(frame(type, flags, stream, payload));
    out.flush();
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(bytes(payload.length, 3));
    frame.write(type);
    frame.write(flags);
    frame.writeBytes(bytes(stream, 4));
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /**
   * Opens a stream and gives it up at once: in one piece, as the reset of a stream that has been
   * answered counts for nothing.
   */
  void openAndReset(int stream) throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(frame(HEADERS, END_HEADERS | END_STREAM, stream, get("/v1/documents")));
    both.writeBytes(frame(RESET, 0, stream, bytes(CANCEL, 4)));
    out.write(both.toByteArray());
    out.flush();
  }

  /** Whether the gateway closes on one more stream that is opened and given up. */
  boolean isHungUpOnForResetOf(int stream) throws IOException {
    try {
      openAndReset(stream);
    } catch (SocketException | SSLException closed) {
      return true;
    }
    return isHungUpOn();
  }

  /** Begins headers and goes on with them for forty megabytes, or until the gateway closes. */
  boolean continuesUntilHungUpOn() throws IOException {
    send(HEADERS, END_STREAM, 1, get("/v1/documents"));
    byte[] more = header("x", "x".repeat(4000));
    try {
      for (int i = 0; i < 10_000; i++) {
        send(CONTINUATION, 0, 1, more);
      }
    } catch (SocketException | SSLException closed) {
      return true;
    }
    return false;
  }

  /** The headers of a GET, compressed no further than RFC 7541's static table has it. */
  static byte[] get(String path) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    // :method GET, :scheme https
    block.writeBytes(new byte[] {(byte) 0x82, (byte) 0x87});
    // :path, literal without indexing
    block.write(0x04);
    literal(block, path);
    block.write(0x01);
    literal(block, "127.0.0.1");
    return block.toByteArray();
  }

  /** One more header, literal without indexing, its name new. */
  static byte[] header(String name, String value) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x00);
    literal(block, name);
    literal(block, value);
    return block.toByteArray();
  }

  /** RFC 7541 section 5.2, its length as section 5.1 has it. */
  private static void literal(ByteArrayOutputStream block, String text) {
    int length = text.length();
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      int rest = length - 127;
      for (; rest >= 128; rest >>>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The next frame of this type; what comes before it is passed over. */
  Frame next(int type) throws IOException {
    for (; ; ) {
      Frame frame = read();
      if (frame.type() == type) {
        return frame;
      }
    }
  }

  private Frame read() throws IOException {
    byte[] head = in.readNBytes(9);
    if (head.length < 9) {
      throw new EOFException("closed by the gateway");
    }
    byte[] payload = in.readNBytes((int) number(head, 0, 3));
    return new Frame(head[3], (int) number(head, 5, 4), Bytes.copyOf(payload));
  }

  /** Whether the gateway closes, whatever it says before. */
  boolean isHungUpOn() throws IOException {
    try {
      for (; ; ) {
        read();
      }
    } catch (EOFException | SocketException | SSLException closed) {
      return true;
    }
  }

  private static long number(byte[] bytes, int from, int size) {
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = (number << 8) | (bytes[from + i] & 0xff);
    }
    return number;
  }

  private static byte[] bytes(int number, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (number >>> (8 * (size - 1 - i)));
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
