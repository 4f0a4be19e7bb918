package io.heji.sandbox.crash;

import io.heji.protocol.document.Roster;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.federation.Bringup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** The rosters on the gateway's record, while it issues others. */
final class IssuedRosters {
  /** How long a roster that is due may take until a bank has an answer under it. */
  private static final Duration IN_FORCE_MAX = Duration.ofMinutes(2);

  private static final int POLL_MILLIS = 50;

  private final Bringup bringup;
  private final Load load;
  private final Findings findings;
  private final InstantSource clock;

  IssuedRosters(Bringup bringup, Load load, Findings findings, InstantSource clock) {
    this.bringup = bringup;
    this.load = load;
    this.findings = findings;
    this.clock = clock;
  }

  /**
   * Waits until the roster in force is as wanted and an answer came under it or a newer one.
   * Complains if that takes too long.
   *
   * @param what the roster that is wanted, for the complaint
   */
  void await(Predicate<Roster> wanted, String what) throws SQLException, InterruptedException {
    long deadline = clock.millis() + IN_FORCE_MAX.toMillis();
    while (!answeredUnder(wanted)) {
      if (clock.millis() > deadline) {
        findings.complain("no answer under " + what);
        return;
      }
      load.goOn(POLL_MILLIS);
    }
  }

  private boolean answeredUnder(Predicate<Roster> wanted) throws SQLException {
    return inForce()
        .filter(wanted)
        .filter(roster -> roster.serial() <= findings.newestRoster())
        .isPresent();
  }

  /** The newest roster that has started. */
  private Optional<Roster> inForce() throws SQLException {
    try (Connection connection = bringup.database(Cast.GATEWAY.id()).connect();
        PreparedStatement statement =
            connection.prepareStatement("select signed from issued_roster order by serial desc");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Roster roster = parse(rows.getString(1));
        if (!roster.from().isAfter(clock.instant())) {
          return Optional.of(roster);
        }
      }
      return Optional.empty();
    }
  }

  private static Roster parse(String signed) {
    try {
      return Roster.fromPayload(CompactJws.parse(signed, Roster.TYP).payload());
    } catch (RefusedException unreadable) {
      throw new IllegalStateException("bug: the gateway recorded what is no roster", unreadable);
    }
  }
}
