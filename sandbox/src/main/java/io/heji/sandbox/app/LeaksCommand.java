package io.heji.sandbox.app;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.sandbox.federation.Console;
import io.heji.sandbox.federation.FederationOptions;
import io.heji.sandbox.federation.SandboxFailedException;
import io.heji.sandbox.federation.Scale;
import io.heji.sandbox.leak.ExtraValues;
import io.heji.sandbox.leak.LeakReport;
import io.heji.sandbox.leak.LeaksRun;
import io.heji.sandbox.leak.PlantedValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heji leaks}. Exit codes: 0 nothing found anywhere, 1 something, 2 wrong usage. */
@Command(
    name = "heji leaks",
    mixinStandardHelpOptions = true,
    version = "heji 0.1.0",
    sortOptions = false,
    description = {
      "Brings up a federation with marked people, lets a bank ask about them, and searches every"
          + " role's log, metrics, health page, frames, HTTP bodies, tables, files and live heap,"
          + " the bank's own folder and screen, and the database server's log for what the role may"
          + " not know: identities, tokens, amounts, totals, keys, who asks and why.",
      "Each value is searched in all its forms (text, UTF-16, hex, base64, 8 bytes of either order"
          + " …); none is ever printed, only its name.",
      "A place in which something is missing that must be there counts as not read."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every place was read, and nobody holds what they may not know",
      "1:something was found, a place was not read, or the federation could not run",
      "2:wrong usage"
    })
public final class LeaksCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which made-up world and which marked people (default: 1).")
  private long seed;

  @Option(
      names = "--search",
      paramLabel = "TEXT-or-FILE",
      description =
          "Also search this value everywhere, or each line of this file: an identity number, an"
              + " amount (1234.56), a number or a text of at least 6 bytes. Named by its line only."
              + " May be repeated.")
  private List<String> search = new ArrayList<>();

  @Option(
      names = "--plant",
      paramLabel = "FILE",
      description =
          "First write a marked person's identity into FILE below the federation's folder, such as"
              + " logs/gateway.log: it must be found, and the exit code is 1.")
  private @Nullable Path plant;

  @Option(names = "--json", description = "Print the outcome as one line of JSON.")
  private boolean json;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".heji-leaks",
      description = "The federation's folder, emptied at start (default: .heji-leaks).")
  private Path home = Path.of(".heji-leaks");

  public static void main(String[] arguments) {
    Commands.run(new LeaksCommand(), arguments);
  }

  @Override
  public Integer call() throws InterruptedException, IOException, CryptoException {
    return Commands.exitCode(
        spec,
        () -> {
          LeaksRun run = run();
          return () -> isClean(run);
        });
  }

  private boolean isClean(LeaksRun run) throws SandboxFailedException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter steps = json ? new PrintWriter(Writer.nullWriter()) : out;
    LeakReport report = run.run(new Console(steps, DemoCommand.isTerminal()));
    if (json) {
      out.println(report.toJson());
    }
    return report.isClean();
  }

  private LeaksRun run() {
    return new LeaksRun(
        new FederationOptions(
            home, Commands.root(), platforms.count(), Optional.empty(), seed, Scale.HUNT),
        extraValues(),
        Optional.ofNullable(plant),
        InstantSource.system(),
        Randomness.of(new SecureRandom()));
  }

  private List<PlantedValue> extraValues() {
    List<PlantedValue> extra = new ArrayList<>();
    try {
      for (String value : search) {
        extra.addAll(ExtraValues.of(value, extra.size()));
      }
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "--search: the file cannot be read as UTF-8 text", unreadable);
    }
    return extra;
  }
}
