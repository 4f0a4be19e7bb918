package io.heji.link;

import java.time.Duration;

/** The named limits of the link, for both of its ends. */
public final class LinkLimits {
  /** The version of frames that a Hello names. */
  public static final int VERSION = 1;

  /** How often each end says that it is alive. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /** After how many heartbeats' time without a frame the other end is given up. */
  public static final int SILENT_HEARTBEATS_MAX = 3;

  /** The first wait before dialling again; doubles up to {@link #RECONNECT_MAX}. */
  public static final Duration RECONNECT_MIN = Duration.ofMillis(200);

  /** The longest wait before dialling again. */
  public static final Duration RECONNECT_MAX = Duration.ofSeconds(10);

  /**
   * How long a connection must have lasted for its loss to be the first: else the wait goes on
   * growing.
   */
  public static final Duration STABLE_AFTER = Duration.ofSeconds(30);

  /** How long a connection may take to come about, and TLS on it as long again. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** How long a connection may take to come to an accepted Hello. */
  public static final Duration HELLO_WAIT = Duration.ofSeconds(10);

  /** How long a connection may carry nothing at all: heartbeats keep a link well below. */
  public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  /** Connections to the gateway's end. */
  public static final int CONNECTIONS_MAX = 2048;

  /** Connections whose certificates name the same party; links among them. */
  public static final int CONNECTIONS_PER_PARTY_MAX = 8;

  /** Links of one party: processes that share one store. */
  public static final int LINKS_PER_PARTY_MAX = 4;

  /** Streams of one connection. */
  public static final int STREAMS_MAX = 1;

  /** Resets of streams that one connection may send within {@link #RESETS_WINDOW}. */
  public static final int RESETS_MAX = 8;

  /** In which time resets are counted. */
  public static final Duration RESETS_WINDOW = Duration.ofSeconds(30);

  /** Bytes of all headers of a stream, as RFC 9113 section 6.5.2 counts them. */
  public static final int HEADERS_MAX_BYTES = 8192;

  /** Calls that one end works on for the other at a time; more are refused as {@code too-busy}. */
  public static final int CALLS_IN_FLIGHT_MAX = 64;

  /** Sets of documents that wait to be taken; a gateway that sends more is hung up on. */
  public static final int DOCUMENTS_WAITING_MAX = 8;

  /**
   * Bytes of frames that wait to be sent over one connection; an end that does not read is hung up
   * on.
   */
  public static final int QUEUED_MAX_BYTES = 32 << 20;

  /** How long an asker waits for an evaluation result. */
  public static final Duration EVALUATION_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Bytes of the HTTP/2 connection window: with the default of 64 KiB one paused stream stalls the
   * others.
   */
  public static final int CONNECTION_WINDOW_BYTES = 4 << 20;

  /** Bytes of the HTTP/2 window of one stream; a connection of the link has one stream. */
  public static final int STREAM_WINDOW_BYTES = 1 << 20;

  private LinkLimits() {}
}
