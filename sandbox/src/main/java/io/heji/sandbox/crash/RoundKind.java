package io.heji.sandbox.crash;

import java.util.Locale;

/** What is killed in one round. */
enum RoundKind {
  /** The process of a role. */
  PROCESS(2),
  /** One of the two processes of an agent, which stays down until the banks were answered. */
  TWIN(1),
  /** The processes of two roles at the same moment. */
  PAIR(2),
  /** A process of the database server. */
  DATABASE(1),
  /** The database server's first process, and so all databases at once, which stay down a while. */
  POSTMASTER(1),
  /** A bank's own program in the middle of its question, which it then fetches. */
  BANK(3),
  /** An agent while it tokenises its book for a new epoch, and a role before the epoch starts. */
  EPOCH(1),
  /** An agent until it is off the roster, and a role about when that roster is due. */
  ROSTER(1);

  private final int ofTwelve;

  RoundKind(int ofTwelve) {
    this.ofTwelve = ofTwelve;
  }

  /** How many of twelve rounds are of this kind. */
  int ofTwelve() {
    return ofTwelve;
  }

  /** Its name for people and in JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
