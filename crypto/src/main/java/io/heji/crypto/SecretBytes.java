package io.heji.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Secret bytes: keys, seeds, tokens. Not comparable but in constant time, never printed, not
 * serializable. Immutable until {@link #destroy()}.
 *
 * <p>WARNING: the garbage collector may leave copies in memory. {@code destroy} shortens the time
 * that the content can be found there; it does not promise that it never can.
 */
public final class SecretBytes {
  private final byte[] content;
  private volatile boolean destroyed;

  private SecretBytes(byte[] content) {
    this.content = content;
  }

  /** A copy of the array; the caller still has to clear its own. */
  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /** Takes bytes that were public text, such as a test vector's. */
  public static SecretBytes of(Bytes bytes) {
    return new SecretBytes(bytes.toByteArray());
  }

  /** Fresh random bytes. */
  public static SecretBytes random(int size, Randomness randomness) {
    byte[] bytes = new byte[size];
    randomness.fill(bytes);
    return new SecretBytes(bytes);
  }

  public int size() {
    return content.length;
  }

  /** A copy of the content. */
  public byte[] toByteArray(SecretAccess access) {
    requireAlive();
    return content.clone();
  }

  /** Takes the same time wherever the first difference is; lengths are not secret. */
  public boolean equalsInConstantTime(SecretBytes other) {
    requireAlive();
    other.requireAlive();
    return MessageDigest.isEqual(content, other.content);
  }

  /** Overwrites the content; using it afterwards is a bug. */
  public void destroy() {
    destroyed = true;
    Arrays.fill(content, (byte) 0);
  }

  private void requireAlive() {
    if (destroyed) {
      throw new IllegalStateException("bug: a destroyed secret is used");
    }
  }

  @Override
  public String toString() {
    return "SecretBytes[" + content.length + "]";
  }
}
