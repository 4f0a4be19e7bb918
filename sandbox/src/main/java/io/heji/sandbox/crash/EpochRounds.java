package io.heji.sandbox.crash;

import io.heji.crypto.Randomness;
import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.EpochCeremony;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.RunningProcesses;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Lets a new epoch begin: all keys are stated, its roster is announced, every agent tokenises its
 * book anew. One agent is killed while it does, and any role between announcement and takeover.
 * Afterwards the new epoch's roster is in force, and every index is whole.
 */
final class EpochRounds {
  /**
   * How long before its start an epoch is announced, and how long a platform is away before it
   * leaves the roster: longer than its agent takes to start again on a machine that is not busy.
   */
  static final RosterPace PACE =
      new RosterPace(Duration.ofSeconds(5), Duration.ofSeconds(12), Duration.ofSeconds(15));

  /** The longest from the first customers in an agent's new index to its kill. */
  static final int TOKENISING_MAX_MILLIS = 400;

  /** How long keys of an epoch are valid, far longer than a trial. */
  private static final Duration VALID = Duration.ofDays(30);

  /** How long an agent may take to begin with its new index. */
  private static final Duration TOKENISES_WITHIN = Duration.ofMinutes(2);

  private static final int POLL_MILLIS = 20;

  private final RunningFederation federation;
  private final Bringup bringup;
  private final IssuedRosters rosters;
  private final Load load;
  private final Findings findings;
  private final InstantSource clock;
  private final Randomness randomness;
  private final RandomGenerator random;
  private long epoch = 1;

  EpochRounds(
      RunningFederation federation,
      Bringup bringup,
      IssuedRosters rosters,
      Load load,
      Findings findings,
      InstantSource clock,
      Randomness randomness,
      RandomGenerator random) {
    this.federation = federation;
    this.bringup = bringup;
    this.rosters = rosters;
    this.load = load;
    this.findings = findings;
    this.clock = clock;
    this.randomness = randomness;
    this.random = random;
  }

  /** One round. Says what was killed when. */
  String run() throws IOException, SQLException, InterruptedException, SandboxFailedException {
    List<Cast.Member> platforms = federation.cast().platforms();
    PartyId tokenising = platforms.get(random.nextInt(platforms.size())).id();
    int tokenisingFor = random.nextInt(TOKENISING_MAX_MILLIS);
    RunningProcesses processes = bringup.running();
    List<String> names = processes.names();
    String other = names.get(random.nextInt(names.size()));
    int before = random.nextInt((int) PACE.announcement().toMillis());

    // Announced are those who are on the roster.
    rosters.await(roster -> roster.members().size() == platforms.size(), "a roster of all");
    epoch++;
    new EpochCeremony(federation.layout(), federation.cast(), VALID, clock.instant(), randomness)
        .run(epoch);
    long begun = clock.millis();
    long reached = awaitTokenising(tokenising);
    load.goOn(tokenisingFor);
    processes.kill(tokenising.value());
    processes.restart(tokenising.value());
    load.goOn((int) Math.max(0, begun + before - clock.millis()));
    long killedAt = clock.millis() - begun;
    processes.kill(other);
    processes.restart(other);
    processes.awaitReady();
    rosters.await(roster -> roster.epoch() == epoch, "the roster of epoch " + epoch);
    requireWholeIndexes();
    return "epoch %d: %s %d ms after the first %d customers of its new index, %s after %d ms"
        .formatted(epoch, tokenising, tokenisingFor, reached, other, killedAt);
  }

  /** Waits for the first customers in an agent's new index. Returns how many there are. */
  private long awaitTokenising(PartyId platform)
      throws SQLException, InterruptedException, SandboxFailedException {
    long deadline = clock.millis() + TOKENISES_WITHIN.toMillis();
    long reached = indexed(platform);
    while (reached == 0) {
      if (clock.millis() > deadline) {
        throw new SandboxFailedException(platform + " does not tokenise for epoch " + epoch);
      }
      load.goOn(POLL_MILLIS);
      reached = indexed(platform);
    }
    return reached;
  }

  private void requireWholeIndexes() throws SQLException {
    List<Cast.Member> platforms = federation.cast().platforms();
    for (int i = 0; i < platforms.size(); i++) {
      PartyId platform = platforms.get(i).id();
      long customers = federation.population().platforms().get(i).size();
      long indexed = indexed(platform);
      long said = completed(platform);
      if (indexed != customers || said != customers) {
        findings.complain(
            "%s has %d of its %d customers in the index of epoch %d, and says %d"
                .formatted(platform, indexed, customers, epoch, said));
      }
    }
  }

  private long indexed(PartyId platform) throws SQLException {
    return number(platform, "select count(*) from customer_index where epoch = ?");
  }

  private long completed(PartyId platform) throws SQLException {
    return number(
        platform, "select coalesce(sum(customers), 0) from index_complete where epoch = ?");
  }

  private long number(PartyId platform, String sql) throws SQLException {
    try (Connection connection = bringup.database(platform).connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, epoch);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
