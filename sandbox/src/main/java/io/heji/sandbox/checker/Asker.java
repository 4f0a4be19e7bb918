package io.heji.sandbox.checker;

import java.util.List;

/** A bank that asks about people, all metrics of the catalogue. */
public interface Asker {
  /**
   * An answer about one metric: the state's name on the wire and the total, 0 where there is none.
   */
  record Answer(String state, long value) {}

  /** Who asks, for messages. */
  String name();

  /** The place of the platform of the bank's own company in the list of platforms, −1 for none. */
  int ownPlatform();

  /** One list a person, one answer a metric in the order given. */
  List<List<Answer>> ask(List<String> identities, List<String> metrics) throws AskFailedException;

  /** A question was not answered. */
  final class AskFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public AskFailedException(String message) {
      super(message);
    }
  }
}
