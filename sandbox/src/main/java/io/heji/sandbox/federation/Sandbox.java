package io.heji.sandbox.federation;

import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Randomness;
import io.heji.protocol.problem.RefusedException;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.FederationHome.UnusableHomeException;
import io.heji.sandbox.population.AccountsFile.MalformedAccountsException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.InstantSource;

/** Brings a federation up, lets something be done with it, and ends it whatever happens. */
public final class Sandbox {
  private final FederationOptions options;
  private final RosterPace pace;
  private final Console console;
  private final InstantSource clock;
  private final Randomness randomness;
  private final Bringup.Watch watch;

  public Sandbox(
      FederationOptions options,
      RosterPace pace,
      Console console,
      InstantSource clock,
      Randomness randomness) {
    this(options, pace, console, clock, randomness, Bringup.Watch.NOBODY);
  }

  /** The same, with somebody who looks on while it comes up. */
  public Sandbox(
      FederationOptions options,
      RosterPace pace,
      Console console,
      InstantSource clock,
      Randomness randomness,
      Bringup.Watch watch) {
    this.watch = watch;
    this.options = options;
    this.pace = pace;
    this.console = console;
    this.clock = clock;
    this.randomness = randomness;
  }

  /**
   * What is done with a federation that is up.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Work<T> {
    T with(RunningFederation federation, Bringup bringup, StepTimer timer)
        throws IOException,
            SQLException,
            RefusedException,
            GatewayUnreachableException,
            NotVerifiedException,
            InterruptedException,
            SandboxFailedException;
  }

  /**
   * Does the work between bringing up and ending.
   *
   * @throws SandboxFailedException with what to do about it
   */
  public <T> T run(Work<T> work) throws SandboxFailedException, InterruptedException {
    StepTimer timer = new StepTimer(System::nanoTime);
    try (FederationHome home = FederationHome.open(options.home());
        Bringup bringup =
            new Bringup(options, pace, home, console, timer, clock, randomness, watch)) {
      bringup.endWithTheProgram();
      console.title("Bringing up a federation on this machine");
      if (home.leftovers() > 0) {
        console.line("  ended " + home.leftovers() + " processes that an earlier run left behind");
      }
      return work.with(bringup.run(), bringup, timer);
    } catch (UnusableHomeException unusable) {
      throw new SandboxFailedException(String.valueOf(unusable.getMessage()));
    } catch (MalformedAccountsException malformed) {
      throw new SandboxFailedException("--accounts: " + malformed.getMessage());
    } catch (RefusedException refused) {
      throw new SandboxFailedException("the federation refused: " + refused.getMessage());
    } catch (IOException
        | SQLException
        | GeneralSecurityException
        | GatewayUnreachableException
        | NotVerifiedException failed) {
      throw new SandboxFailedException(
          failed.getClass().getSimpleName() + ": " + failed.getMessage());
    }
  }
}
