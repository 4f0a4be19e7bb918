package io.heji.policy.adoption;

import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.played.PlayedParties;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Documents with a roster of whatever is in the fields at the time. */
final class PlayedDocuments extends PlayedParties {
  static final PartyId TOKENISER = TOKENISERS.getFirst();
  static final PartyId A = PLATFORMS.get(0);
  static final PartyId B = PLATFORMS.get(1);
  static final PartyId C = PLATFORMS.get(2);
  static final Duration DWELL = Duration.ofMinutes(10);

  long rosterSerial = 1;
  Instant from;
  String reason = "test";
  Set<PartyId> members = Set.of(A, B, C);

  PlayedDocuments(Instant now) {
    super(now, seeded(3));
    from = start();
    directoryExpires(now.plus(Duration.ofDays(60)));
    statementsValidTo(now.plus(Duration.ofDays(30)));
    policy().put("floor", 2).put("rosterDwellSeconds", DWELL.toSeconds());
  }

  /** The next roster, from then on. */
  SignedDocuments next(Instant starting, PartyId... on) {
    rosterSerial++;
    from = starting;
    members = Set.of(on);
    return signed();
  }

  SignedDocuments signed() {
    return documents(directory(), roster(rosterSerial, from, members, reason));
  }
}
