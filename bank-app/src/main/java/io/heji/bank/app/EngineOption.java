package io.heji.bank.app;

import io.heji.crypto.group.ChosenEngine;
import io.heji.crypto.group.EngineChoice;
import io.heji.crypto.group.EngineUnavailableException;
import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** On which engine a command computes, and whether it says so. */
final class EngineOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = {
        "What computes tokens: auto (the fastest that is usable), vector, libcrypto",
        "or bouncy-castle; one that is named and cannot be used is a failure."
      })
  private String engine = "auto";

  @Option(
      names = "--verbose",
      description = "Name the engine on standard error, and why not a faster one.")
  private boolean verbose;

  /** What was asked for; looked at before anything is opened. */
  EngineChoice choice() {
    return EngineChoice.of(engine)
        .orElseThrow(
            () ->
                new UsageException(
                    spec.commandLine(),
                    "--engine is auto, vector, libcrypto or bouncy-castle, nothing else"));
  }

  GroupEngine load(EngineChoice choice) throws IOException {
    ChosenEngine chosen;
    try {
      chosen = GroupEngines.choose(choice, GroupEngines.cores(Optional.empty()));
    } catch (EngineUnavailableException unavailable) {
      throw new IOException(
          "the engine " + choice.configured() + " cannot be used: " + unavailable.reason(),
          unavailable);
    }
    if (verbose) {
      spec.commandLine().getErr().println("heji bank: engine " + chosen.description());
    }
    return chosen.engine();
  }
}
