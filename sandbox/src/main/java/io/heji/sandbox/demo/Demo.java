package io.heji.sandbox.demo;

import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.Sandbox;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.StepTimer;
import io.heji.sandbox.process.RoleProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Runs a demo from beginning to end. */
public final class Demo {
  private final DemoOptions options;
  private final InstantSource clock;
  private final Randomness randomness;
  private final Console console;

  public Demo(
      DemoOptions options,
      InstantSource clock,
      Randomness randomness,
      PrintWriter out,
      boolean terminal) {
    this.options = options;
    this.clock = clock;
    this.randomness = randomness;
    this.console = new Console(out, terminal);
  }

  /**
   * Brings up, walks through, checks, and stays up unless told otherwise.
   *
   * @return whether everything was as it must be
   * @throws SandboxFailedException with what to do about it
   */
  public boolean run() throws SandboxFailedException, InterruptedException {
    console.line("Heji: what does a person owe in total, without moving the data");
    return new Sandbox(options.federation(), RosterPace.SHIPPED, console, clock, randomness)
        .run(this::show);
  }

  private boolean show(RunningFederation federation, Bringup bringup, StepTimer timer)
      throws IOException,
          SQLException,
          RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          InterruptedException,
          SandboxFailedException {
    boolean right;
    try (BankDesk desk =
        new BankDesk(federation.layout(), Cast.INDEPENDENT_BANK.id(), clock, randomness)) {
      right = new WalkThrough(federation, console, clock).run(desk, timer);
    }
    if (options.check() > 0) {
      right &= new Check(federation, console, clock, randomness).run(options.check());
    }
    if (!options.once()) {
      stayUp(bringup, federation);
    }
    return right;
  }

  private void stayUp(Bringup bringup, RunningFederation federation)
      throws InterruptedException, SandboxFailedException {
    console.title("The federation stays up");
    Path folder = options.federation().home();
    String home = folder.equals(Path.of(".heji")) ? "" : " --home " + folder;
    console.line(
        "  Ask again (the guard counts answers about one person: of the applicant above few are");
    console.line("  left today before they are withheld, so this is somebody else):");
    console.line(
        String.format(
            Locale.ROOT,
            "    ./heji bank ask %s --purpose loan-approval --metrics outstanding_principal,lenders --consent %s%s",
            federation.population().borrowers().get(1),
            Ceremony.consentId("loan-approval"),
            home));
    console.line("  Each process logs to " + federation.layout().home().resolve("logs"));
    console.line("  Ctrl-C ends every process.");
    Optional<RoleProcess> crashed = bringup.awaitCrash();
    if (crashed.isPresent()) {
      throw new SandboxFailedException(
          crashed.get().id() + " has ended; its log is " + crashed.get().log());
    }
  }
}
