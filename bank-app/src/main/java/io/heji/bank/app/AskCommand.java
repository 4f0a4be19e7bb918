package io.heji.bank.app;

import io.heji.bank.AskRequest;
import io.heji.bank.BankLimits;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.gateway.HttpsGateway;
import io.heji.bank.profile.BankProfile;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.EngineChoice;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.SubjectRefusal;
import io.heji.protocol.subject.SubjectScheme;
import io.heji.protocol.subject.Subjects;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heji bank ask}: one question about one person. */
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = "Asks what a person owes in total across the platforms.",
    footer = {
      "",
      "Exit codes: 0 answered, 2 wrong usage, 3 refused, 4 gateway unreachable,",
      "5 the answer does not verify, 1 anything else.",
      "",
      "Example: heji bank ask - --purpose loan-approval \\",
      "           --metrics outstanding_principal,lenders --consent ID < number.txt"
    })
final class AskCommand implements Callable<Integer> {
  /** Reads the subject from standard input, since other users can see arguments. */
  private static final String FROM_STANDARD_INPUT = "-";

  private static final String METRIC_NAME = "[a-z][a-z0-9_]{0,63}";

  private final InstantSource clock;
  private final Randomness randomness;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BankHome home = new BankHome();
  @Mixin private EngineOption engine = new EngineOption();

  @Parameters(
      paramLabel = "SUBJECT",
      description = {
        "Whom to ask about: an identity number, or scheme:number with the scheme",
        "cn-resident-id, cn-uscc, passport or phone. `-` reads it from standard input",
        "(one line), since other users of the machine can see arguments."
      })
  private String subject = "";

  @Option(names = "--purpose", required = true, paramLabel = "P", description = "Why you ask.")
  private String purpose = "";

  @Option(
      names = "--metrics",
      required = true,
      split = ",",
      paramLabel = "M",
      description = "What you ask, e.g. outstanding_principal,lenders.")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--consent",
      required = true,
      paramLabel = "ID",
      description = "The consent that covers the question, one of the bank's profile.")
  private String consent = "";

  @Option(
      names = "--operator",
      defaultValue = "command-line",
      paramLabel = "ID",
      description = "Who at the bank asks, an opaque id (default: command-line).")
  private String operator = "command-line";

  @Option(names = "--json", description = "Print JSON for programs instead of a table.")
  private boolean json;

  AskCommand(InstantSource clock, Randomness randomness) {
    this.clock = clock;
    this.randomness = randomness;
  }

  @Override
  public Integer call() throws Exception {
    // Subject and metrics first: what is wrong with them needs no bank to say.
    Subject person = normalise(readSubject());
    List<Metric> asked = readMetrics();
    EngineChoice wanted = engine.choice();
    BankHome.Opened bank = home.open();
    AskRequest request =
        AskRequest.of(List.of(person), purpose, asked, readConsent(bank.profile()), operator);
    try (HttpsGateway gateway = bank.gateway()) {
      ExposureAnswer answer =
          bank.client(gateway, engine.load(wanted), clock, randomness).ask(request);
      AnswerText.print(answer, json, spec.commandLine().getOut());
    }
    return ExitCode.ANSWERED.number();
  }

  private String readSubject() throws IOException, RefusedException {
    if (!subject.equals(FROM_STANDARD_INPUT)) {
      return subject;
    }
    // Not closed: the process does not own its standard input.
    Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    String line = firstLine(in);
    if (hasMore(in)) {
      throw new RefusedException(
          ProblemType.MALFORMED_SUBJECT, "more than one line came from standard input");
    }
    if (line.isEmpty()) {
      throw new RefusedException(ProblemType.MALFORMED_SUBJECT, "nothing came from standard input");
    }
    return line;
  }

  /**
   * The first line, without its end; of a longer one only as much as shows that it is too long for
   * any subject, so that endless input ends.
   */
  static String firstLine(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0
        && next != '\n'
        && next != '\r'
        && line.length() <= BankLimits.SUBJECT_LINE_LENGTH_MAX) {
      line.append((char) next);
      next = in.read();
    }
    return line.toString();
  }

  /**
   * Whether more than blanks is there already, for a list of which only the first was asked about
   * would seem answered. Waits for nothing: at a terminal nothing more comes.
   */
  static boolean hasMore(Reader in) throws IOException {
    for (int i = 0; i < BankLimits.SUBJECT_LINE_LENGTH_MAX && in.ready(); i++) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      if (!Character.isWhitespace(next)) {
        return true;
      }
    }
    return false;
  }

  /** A number without a scheme is a resident id; the number itself is never repeated. */
  static Subject normalise(String text) throws RefusedException {
    if (text.length() > BankLimits.SUBJECT_LINE_LENGTH_MAX) {
      throw new RefusedException(ProblemType.MALFORMED_SUBJECT, SubjectRefusal.LENGTH.sentence());
    }
    Normalised normalised =
        text.indexOf(':') >= 0
            ? Subjects.parse(text)
            : Subjects.normalise(SubjectScheme.CN_RESIDENT_ID, text);
    return switch (normalised) {
      case Normalised.Accepted(Subject accepted) -> accepted;
      case Normalised.Refused(var reason) ->
          throw new RefusedException(ProblemType.MALFORMED_SUBJECT, reason.sentence());
    };
  }

  private List<Metric> readMetrics() throws RefusedException {
    List<Metric> known = new ArrayList<>();
    for (String name : metrics) {
      known.add(
          Metric.named(name)
              .orElseThrow(
                  () ->
                      new RefusedException(
                          ProblemType.UNKNOWN_METRIC,
                          // Only what looks like a name: a number typed in the wrong place is not
                          // repeated.
                          name.matches(METRIC_NAME)
                              ? "undeclared metric `" + name + "`"
                              : "undeclared metric")));
    }
    return known;
  }

  private Consent readConsent(BankProfile profile) throws RefusedException {
    return profile
        .consent(consent)
        .orElseThrow(
            () ->
                new RefusedException(
                    ProblemType.CONSENT_INVALID, "the bank's profile lists no such consent"));
  }
}
