package io.heji.agent.source;

/**
 * A row holds a value that the mapping does not know. The person cannot be answered about; that
 * says nothing of which value it was.
 */
final class UnmappedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  UnmappedRowException() {
    super("a row does not fit the mapping", null, false, false);
  }
}
