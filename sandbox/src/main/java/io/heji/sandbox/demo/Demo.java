package io.heji.sandbox.demo;

import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.demo.FederationHome.UnusableHomeException;
import io.heji.sandbox.population.AccountsFile.MalformedAccountsException;
import io.heji.sandbox.process.RoleProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
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
   * @throws DemoFailedException with what to do about it
   */
  public boolean run() throws DemoFailedException, InterruptedException {
    StepTimer timer = new StepTimer(System::nanoTime);
    try (FederationHome home = FederationHome.open(options.home());
        Bringup bringup =
            new Bringup(options, RosterPace.SHIPPED, home, console, timer, clock, randomness)) {
      bringup.endWithTheProgram();
      return run(home, bringup, timer);
    } catch (UnusableHomeException unusable) {
      throw new DemoFailedException(String.valueOf(unusable.getMessage()));
    } catch (MalformedAccountsException malformed) {
      throw new DemoFailedException("--accounts: " + malformed.getMessage());
    } catch (RefusedException refused) {
      throw new DemoFailedException("the federation refused: " + refused.getMessage());
    } catch (IOException
        | SQLException
        | GeneralSecurityException
        | GatewayUnreachableException
        | NotVerifiedException failed) {
      throw new DemoFailedException(failed.getClass().getSimpleName() + ": " + failed.getMessage());
    }
  }

  private boolean run(FederationHome home, Bringup bringup, StepTimer timer)
      throws IOException,
          SQLException,
          GeneralSecurityException,
          MalformedAccountsException,
          RefusedException,
          GatewayUnreachableException,
          NotVerifiedException,
          InterruptedException,
          DemoFailedException {
    console.line("Heji: what does a person owe in total, without moving the data");
    console.title("Bringing up a federation on this machine");
    if (home.leftovers() > 0) {
      console.line("  ended " + home.leftovers() + " processes that an earlier demo left behind");
    }
    RunningFederation federation = bringup.run();
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
      throws InterruptedException, DemoFailedException {
    console.title("The federation stays up");
    String home =
        options.home().equals(java.nio.file.Path.of(".heji")) ? "" : " --home " + options.home();
    console.line("  Ask again:");
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
      throw new DemoFailedException(
          crashed.get().id() + " has ended; its log is " + crashed.get().log());
    }
  }
}
