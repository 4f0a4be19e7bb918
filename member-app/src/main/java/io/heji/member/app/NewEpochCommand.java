package io.heji.member.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretFile;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.member.MemberLimits;
import io.heji.member.epoch.DocumentFile;
import io.heji.member.epoch.EpochKeyFolder;
import io.heji.member.epoch.EpochOrder;
import io.heji.member.epoch.NewEpoch;
import io.heji.member.epoch.StatementFolder;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.json.Json;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heji new-epoch}: a member's keys of an epoch, and their signed statement. */
@Command(
    name = "heji new-epoch",
    mixinStandardHelpOptions = true,
    version = "heji new-epoch 0.1.0",
    sortOptions = false,
    description = {
      "Makes a tokeniser's or platform's keys of an epoch on its own premises, and",
      "the key statement that it signs. Run it as the user of the member's process.",
      "Repeated, it gives what was made before and draws nothing anew."
    },
    footer = {
      "",
      "Exit codes: 0 made, 2 wrong usage, 3 refused (documents, party, key or epoch",
      "do not fit), 1 anything else.",
      "",
      "Example: heji new-epoch --party tokeniser-one --epoch 2 --keys /etc/heji/keys \\",
      "           --regulators regulators.json --directory directory.json --out ."
    })
public final class NewEpochCommand implements Callable<Integer> {
  private static final String SIGNING_KEY = "signing.pem";
  private static final String EVERY_METRIC = "all";

  private final InstantSource clock;
  private final Randomness randomness;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--party",
      required = true,
      paramLabel = "ID",
      description = "The member's id in the directory.")
  private String party = "";

  @Option(
      names = "--epoch",
      required = true,
      paramLabel = "N",
      description = "The epoch's number: one more than the roster's in force.")
  private long epoch;

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "DIR",
      description = "The member's key folder (heji.keys.directory); keys go to DIR/epoch-N.")
  private Path keys = Path.of("");

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "The member's signing key, PEM (default: signing.pem in the key folder).")
  private @Nullable Path signingKey;

  @Option(
      names = "--regulators",
      required = true,
      paramLabel = "FILE",
      description = "The pinned regulators.")
  private Path regulators = Path.of("");

  @Option(
      names = "--directory",
      required = true,
      paramLabel = "FILE",
      description = "The directory in force, as the regulators signed it.")
  private Path directory = Path.of("");

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "M",
      description = "Of a platform: the metrics that it supplies, or `all`.")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How long the statement lasts from now (default: 97; at most 366).")
  private long days = MemberLimits.STATEMENT_VALID.toDays();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the statement goes, as ID-epoch-N.jws.")
  private Path out = Path.of("");

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  NewEpochCommand(InstantSource clock, Randomness randomness) {
    this.clock = clock;
    this.randomness = randomness;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode =
        commandLine(Clock.systemUTC(), Randomness.of(new SecureRandom()))
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8)) // picocli's writer
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .execute(arguments);
    System.exit(exitCode);
  }

  static CommandLine commandLine(InstantSource clock, Randomness randomness) {
    return new CommandLine(new NewEpochCommand(clock, randomness))
        .setExecutionExceptionHandler(new Failures());
  }

  @Override
  public Integer call() throws IOException, RefusedException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    EpochOrder order = order(now);
    NewEpoch work =
        new NewEpoch(
            readDirectory(now),
            readSigningKey(),
            new EpochKeyFolder(keys, randomness),
            new StatementFolder(out));
    print(work.make(order));
    return ExitCode.MADE.number();
  }

  private EpochOrder order(Instant now) {
    if (epoch < 1) {
      throw usage("--epoch is a number from 1");
    }
    if (days < 1 || days > MemberLimits.STATEMENT_VALID_MAX.toDays()) {
      throw usage("--days is 1 to " + MemberLimits.STATEMENT_VALID_MAX.toDays());
    }
    return new EpochOrder(readParty(), epoch, now, now.plus(Duration.ofDays(days)), readMetrics());
  }

  private PartyId readParty() {
    try {
      return PartyId.parse(party);
    } catch (RefusedException malformed) {
      throw usage("--party is an id of the directory");
    }
  }

  private SortedSet<Metric> readMetrics() {
    if (metrics.equals(List.of(EVERY_METRIC))) {
      return new TreeSet<>(EnumSet.allOf(Metric.class));
    }
    SortedSet<Metric> supplied = new TreeSet<>();
    for (String name : metrics) {
      Metric metric =
          Metric.named(name).orElseThrow(() -> usage("undeclared metric `" + name + "`"));
      if (!supplied.add(metric)) {
        throw usage("--metrics names `" + name + "` twice");
      }
    }
    return supplied;
  }

  private ParameterException usage(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private Directory readDirectory(Instant now) throws IOException, RefusedException {
    PinnedRegulators pinned = PinnedRegulators.fromJson(DocumentFile.read(regulators));
    Directory read =
        Directory.fromPayload(pinned.verify(DocumentFile.read(directory), Directory.TYP));
    if (!read.federation().equals(pinned.federation())) {
      throw new RefusedException(
          ProblemType.WRONG_DIRECTORY, "the directory is of another federation");
    }
    if (!now.isBefore(read.expires())) {
      throw new RefusedException(ProblemType.WRONG_DIRECTORY, "the directory has expired");
    }
    return read;
  }

  private Es256PrivateKey readSigningKey() throws IOException {
    Path file = signingKey == null ? keys.resolve(SIGNING_KEY) : signingKey;
    try {
      return Es256PrivateKey.fromPem(SecretFile.readText(file));
    } catch (CryptoException malformed) {
      throw new IOException("`" + file + "` is no ES256 key in PEM", malformed);
    }
  }

  private void print(NewEpoch.Made made) {
    KeyStatement statement = made.statement().content();
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      ObjectNode told = Json.object();
      told.put("party", statement.party().value()).put("role", made.role().wireName());
      told.put("epoch", statement.epoch());
      told.put("validFrom", statement.validFrom().toString());
      told.put("validTo", statement.validTo().toString());
      told.put("statement", made.file().toString());
      told.put("hash", made.statement().hash().base64Url()).put("again", made.again());
      writer.println(Json.encode(told).asUtf8());
      return;
    }
    writer.printf(
        "%s %s, epoch %d: keys and statement %s.%n",
        made.role().wireName(),
        statement.party(),
        statement.epoch(),
        made.again() ? "were made before; nothing is changed" : "made");
    writer.println("  valid      " + statement.validFrom() + " to " + statement.validTo());
    writer.println("  statement  " + made.file());
    writer.println("  hash       " + made.statement().hash().base64Url());
    writer.println("Hand the statement to the gateway's operator, for its key-statements folder.");
    writer.println("The hash is what the roster will name; the keys never leave this machine.");
  }
}
