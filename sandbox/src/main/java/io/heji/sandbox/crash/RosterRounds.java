package io.heji.sandbox.crash;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.federation.RunningProcesses;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Lets a platform leave the roster: all its agent's processes are killed and stay down. About when
 * the roster without it is due, the gateway or another role is killed too. Afterwards there is an
 * answer without the platform, and once its agent runs again one with it.
 */
final class RosterRounds {
  /** How long before the roster is due the other role is killed at the earliest. */
  static final int EARLY_MAX_MILLIS = 1_000;

  /** How long after it is due at the latest: the gateway looks every second. */
  static final int LATE_MAX_MILLIS = 2_000;

  /** In one of so many rounds any other role is killed, else the gateway. */
  static final int ANOTHER_ONE_IN = 3;

  private final Cast cast;
  private final RunningProcesses processes;
  private final IssuedRosters rosters;
  private final Load load;
  private final InstantSource clock;
  private final RandomGenerator random;

  RosterRounds(
      Cast cast,
      RunningProcesses processes,
      IssuedRosters rosters,
      Load load,
      InstantSource clock,
      RandomGenerator random) {
    this.cast = cast;
    this.processes = processes;
    this.rosters = rosters;
    this.load = load;
    this.clock = clock;
    this.random = random;
  }

  /** One round. Says what was killed when. */
  String run() throws IOException, SQLException, InterruptedException, SandboxFailedException {
    List<Cast.Member> platforms = cast.platforms();
    PartyId leaving = platforms.get(random.nextInt(platforms.size())).id();
    List<String> own = new ArrayList<>(List.of(leaving.value(), FederationLayout.beside(leaving)));
    own.retainAll(processes.names());
    List<String> others = new ArrayList<>(processes.names());
    others.removeAll(own);
    String any = others.get(random.nextInt(others.size()));
    String other = random.nextInt(ANOTHER_ONE_IN) == 0 ? any : Cast.GATEWAY.id().value();
    int moment = random.nextInt(EARLY_MAX_MILLIS + LATE_MAX_MILLIS) - EARLY_MAX_MILLIS;

    rosters.await(roster -> roster.members().size() == platforms.size(), "a roster of all");
    long down = clock.millis();
    for (String name : own) {
      processes.kill(name);
    }
    long due = down + EpochRounds.PACE.absence().toMillis();
    load.goOn((int) Math.max(0, due + moment - clock.millis()));
    processes.kill(other);
    processes.restart(other);
    rosters.await(roster -> !roster.members().containsKey(leaving), "a roster without " + leaving);
    for (String name : own) {
      processes.restart(name);
    }
    processes.awaitReady();
    rosters.await(roster -> roster.members().containsKey(leaving), "a roster with " + leaving);
    return "%s until it was off the roster, %s %d ms %s that was due"
        .formatted(leaving, other, Math.abs(moment), moment < 0 ? "before" : "after");
  }
}
