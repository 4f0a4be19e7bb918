package io.heji.protocol.subject;

/** What normalising an identity number gave: a subject, or the first check that failed. */
public sealed interface Normalised {
  /** The number passed every check. */
  record Accepted(Subject subject) implements Normalised {}

  /** The number failed this check; the number itself is not repeated. */
  record Refused(SubjectRefusal reason) implements Normalised {}
}
