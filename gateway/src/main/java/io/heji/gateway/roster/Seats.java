package io.heji.gateway.roster;

import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.document.EpochKeys;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Signed;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Seats parties on a roster to come, one after the other. Who would make it one that nobody
 * verifies gets no seat: those who are seated already do not suffer from who comes later.
 */
final class Seats {
  private final long epoch;
  private final Instant from;
  private final Instant now;
  private final Set<Bytes> keys = new HashSet<>();
  private int platforms;

  Seats(long epoch, Instant from, Instant now) {
    this.epoch = epoch;
    this.from = from;
    this.now = now;
  }

  /**
   * Seats a party.
   *
   * @return why it cannot be on this roster, if it cannot
   */
  Optional<String> seat(PartyId party, Signed<KeyStatement> statement) {
    EpochKeys own = statement.content().keys();
    boolean platform = own instanceof EpochKeys.PlatformKeys;
    if (!statement.content().party().equals(party)
        || !statement.content().isFor(epoch, from, now)) {
      return Optional.of("its key statement is not for this epoch and time");
    }
    if (platform && platforms == Limits.MEMBERS_MAX) {
      return Optional.of("the roster has " + Limits.MEMBERS_MAX + " platforms already");
    }
    List<Bytes> stated = own.publicKeys();
    Set<Bytes> distinct = new HashSet<>(stated);
    if (distinct.size() != stated.size() || stated.stream().anyMatch(keys::contains)) {
      // A copied mask key would cancel with its owner's.
      return Optional.of("a key of its key statement is on the roster already");
    }
    keys.addAll(stated);
    if (platform) {
      platforms++;
    }
    return Optional.empty();
  }
}
