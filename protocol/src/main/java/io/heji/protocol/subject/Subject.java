package io.heji.protocol.subject;

import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;

/**
 * One person or organisation: a scheme and a number in canonical form, as only {@link Subjects}
 * makes it.
 *
 * <p>Compared by content, so that a bank can keep one token a subject. {@code toString} shows the
 * scheme alone: a subject must not reach a log, a message or an exception.
 */
public final class Subject {
  private final SubjectScheme scheme;
  private final String canonical;

  /** Only after every check of the scheme passed. */
  Subject(SubjectScheme scheme, String canonical) {
    this.scheme = scheme;
    this.canonical = canonical;
  }

  /** The kind of identity number. */
  public SubjectScheme scheme() {
    return scheme;
  }

  /** The number in canonical form, ASCII, without its scheme. Personal data. */
  public String canonical() {
    return canonical;
  }

  /**
   * What is tokenised: UTF-8 of {@code scheme:canonical} (protocol §3). Personal data, so it comes
   * as a secret, which nothing prints.
   */
  public SecretBytes tokenInput() {
    return SecretBytes.of(Bytes.utf8(scheme.wireName() + Subjects.SEPARATOR + canonical));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Subject that
        && scheme == that.scheme
        && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return 31 * scheme.hashCode() + canonical.hashCode();
  }

  @Override
  public String toString() {
    return "Subject[" + scheme.wireName() + "]";
  }
}
