package io.heji.gateway.roster;

import java.util.List;

/** Every roster that was issued, by serial. Append-only; one store for all gateway instances. */
public interface IssuedRosters {
  /** The most rosters that are read at a time: the current, an announced one, and some before. */
  int READ_MAX = 16;

  /**
   * A roster on the record.
   *
   * @param serial its serial
   * @param signed as it was signed
   */
  record Recorded(long serial, String signed) {}

  /** The newest rosters, at most {@value #READ_MAX}, the newest first. */
  List<Recorded> newest();

  /**
   * Records a roster before anybody sees it. Durable on return.
   *
   * @return whether it was recorded; if not, another instance has issued this serial
   */
  boolean record(long serial, String signed);
}
