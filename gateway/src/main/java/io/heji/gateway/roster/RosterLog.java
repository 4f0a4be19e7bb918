package io.heji.gateway.roster;

import io.heji.protocol.document.PartyId;

/** What of the rosters' keeping an operator should know of. */
public interface RosterLog {
  /** A platform or tokeniser is not on a roster that it could be on. */
  void leftOut(PartyId party, String why);

  /** A key statement in the folder is as if it were not there. */
  void keyStatementRefused(String why);

  /** A recorded roster is passed over. */
  void recordedRosterUnreadable(long serial, String why);
}
