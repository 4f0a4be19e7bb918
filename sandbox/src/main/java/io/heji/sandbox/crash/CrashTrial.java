package io.heji.sandbox.crash;

import io.heji.crypto.Randomness;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.checker.BookTotals;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.RunningProcesses;
import io.heji.sandbox.federation.SandboxFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Kills processes under load and looks whether anything was lost, doubled or wrong. Both banks keep
 * asking; each round something is killed without warning and started again. Afterwards every answer
 * must agree with plain SQL and stand on the records, and no contribution may have been computed
 * twice.
 */
final class CrashTrial {
  /** The longest pause before the next kill. */
  static final int PAUSE_MAX_MILLIS = 1_500;

  /** The longest from a question's beginning to the kill: an answer takes 300 ms and more. */
  static final int AIM_MAX_MILLIS = 600;

  /** More than are under way at a kill, so that some were begun after it. */
  static final int ANSWERS_AFTER = 2 * Load.ASKERS;

  /** The longest that all databases stay down. */
  static final int DATABASES_DOWN_MAX_MILLIS = 2_000;

  /** How long they may take, on a machine that is busy. */
  static final int ANSWERS_WAIT_MAX_MILLIS = 60_000;

  private static final int POLL_MILLIS = 20;

  private final RunningFederation federation;
  private final Bringup bringup;
  private final RunningProcesses processes;
  private final Console console;
  private final RandomGenerator random;
  private final Findings findings;
  private final Load load;
  private final BankRounds bankRounds;
  private final EpochRounds epochRounds;
  private final RosterRounds rosterRounds;

  CrashTrial(
      RunningFederation federation,
      Bringup bringup,
      Console console,
      InstantSource clock,
      Randomness randomness,
      RandomGenerator random)
      throws SQLException, IOException {
    this.federation = federation;
    this.bringup = bringup;
    this.processes = bringup.running();
    this.console = console;
    this.random = random;
    this.findings = new Findings(BookTotals.read(federation.books(), clock));
    People people = new People(federation.population().borrowers());
    this.load = new Load(federation, people, findings, clock, randomness);
    this.bankRounds = new BankRounds(federation.layout(), processes, people, findings, random);
    IssuedRosters rosters = new IssuedRosters(bringup, load, findings, clock);
    this.epochRounds =
        new EpochRounds(federation, bringup, rosters, load, findings, clock, randomness, random);
    this.rosterRounds =
        new RosterRounds(federation.cast(), processes, rosters, load, clock, random);
  }

  /**
   * What came of a trial.
   *
   * @param rounds how many there were
   * @param kinds how many of each kind
   * @param answered questions answered at once
   * @param fetched answers that got lost on their way and were fetched by their id
   * @param dueVetoes how many of these answers the guard withheld, as it had to
   * @param refusals typed refusals by problem
   * @param complaints what must not be; empty when all is well
   */
  record Outcome(
      int rounds,
      Map<String, Integer> kinds,
      int answered,
      int fetched,
      long dueVetoes,
      Map<String, Integer> refusals,
      List<String> complaints) {}

  Outcome run(int rounds)
      throws IOException, SQLException, InterruptedException, SandboxFailedException {
    Map<String, Integer> kinds = new TreeMap<>();
    RoundDeck deck = new RoundDeck(random);
    try (load) {
      load.start();
      for (int round = 1; round <= rounds; round++) {
        RoundKind kind = deck.next();
        load.goOn(random.nextInt(PAUSE_MAX_MILLIS));
        String what = play(kind);
        kinds.merge(kind.word(), 1, Integer::sum);
        console.line(String.format(Locale.ROOT, "  %4d  %-10s  %s", round, kind.word(), what));
      }
      load.goOn(random.nextInt(PAUSE_MAX_MILLIS));
      load.end();
      processes.awaitReady();
      load.fetchLost();
      bankRounds.fetchLeft();
    }
    new RecordsReader(federation, bringup, processes.names()).read().check(findings);
    if (findings.answeredCount() == 0) {
      findings.complain("nothing was answered, so nothing was proven");
    }
    return new Outcome(
        rounds,
        kinds,
        findings.answeredCount(),
        findings.fetchedCount(),
        findings.dueVetoCount(),
        findings.refusals(),
        findings.complaints());
  }

  /** One round, until all is up again. Says what was killed when. */
  private String play(RoundKind kind)
      throws IOException, SQLException, InterruptedException, SandboxFailedException {
    String what =
        switch (kind) {
          case PROCESS -> kill(1);
          case TWIN -> killTwin();
          case PAIR -> kill(2);
          case DATABASE -> killDatabase();
          case POSTMASTER -> killDatabaseServer();
          case BANK -> bankRounds.run();
          case EPOCH -> epochRounds.run();
          case ROSTER -> rosterRounds.run();
        };
    processes.awaitReady();
    return what;
  }

  /** Kills so many processes at once and starts them again. */
  private String kill(int many) throws IOException, InterruptedException {
    List<String> left = new ArrayList<>(processes.names());
    List<String> chosen = new ArrayList<>();
    while (chosen.size() < many) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    int millis = aim();
    for (String name : chosen) {
      processes.kill(name);
    }
    for (String name : chosen) {
      processes.restart(name);
    }
    return String.join(" and ", chosen) + after(millis);
  }

  /** Kills one of an agent's two processes: questions go on being answered by the other. */
  private String killTwin() throws IOException, InterruptedException {
    List<String> twins = new ArrayList<>();
    for (Cast.Member platform : federation.cast().platforms()) {
      String beside = FederationLayout.beside(platform.id());
      if (processes.names().contains(beside)) {
        twins.addAll(List.of(platform.id().value(), beside));
      }
    }
    String name = twins.get(random.nextInt(twins.size()));
    int millis = aim();
    processes.kill(name);
    awaitAnswers("while one of two agents was down, " + name);
    processes.restart(name);
    return name + after(millis) + ", until " + ANSWERS_AFTER + " more were answered";
  }

  private String killDatabase() throws IOException, InterruptedException {
    int millis = aim();
    processes.killDatabase(random);
    return "one of its processes" + after(millis);
  }

  /** Kills the whole database server. Every role goes on by itself once it runs again. */
  private String killDatabaseServer()
      throws IOException, InterruptedException, SandboxFailedException {
    int down = random.nextInt(DATABASES_DOWN_MAX_MILLIS);
    int millis = aim();
    processes.killDatabaseServer();
    load.goOn(down);
    processes.restartDatabaseServer();
    if (!processes.ended().isEmpty()) {
      findings.complain(processes.ended() + " ended when all databases went down");
    }
    processes.awaitReady();
    awaitAnswers("after all databases were down");
    return "all databases" + after(millis) + ", down for " + down + " ms and their recovery";
  }

  /** Waits until some more were answered than are under way. */
  private void awaitAnswers(String when) throws InterruptedException {
    int wanted = findings.answeredCount() + ANSWERS_AFTER;
    int waited = 0;
    while (findings.answeredCount() < wanted && waited < ANSWERS_WAIT_MAX_MILLIS) {
      load.goOn(POLL_MILLIS);
      waited += POLL_MILLIS;
    }
    if (findings.answeredCount() < wanted) {
      findings.complain("too little was answered " + when);
    }
  }

  /** Waits until some moment on the way of a question. Returns how long after its beginning. */
  private int aim() throws InterruptedException {
    int millis = random.nextInt(AIM_MAX_MILLIS);
    load.awaitQuestion();
    load.goOn(millis);
    return millis;
  }

  private static String after(int millis) {
    return ", " + millis + " ms after a question was begun";
  }
}
