package io.heji.agent.source;

/** A mapping file that cannot be used, with what is wrong in it. */
public final class MappingException extends Exception {
  private static final long serialVersionUID = 1L;

  public MappingException(String message) {
    super(message);
  }
}
