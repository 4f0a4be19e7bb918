package io.heji.bank.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.bank.BankLimits;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.bank.profile.BankProfile;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import io.heji.crypto.group.GroupEngine;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class BankCommandTest {
  /** A right number, and parts of it that must not come out either. */
  private static final String NUMBER = "11010519491231002X";

  private static final String WRONG_NUMBER = "110105194912310021";
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Randomness NO_RANDOMNESS =
      _ -> {
        throw new AssertionError("nothing may be made up before the question is valid");
      };

  @TempDir Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      BankCommand.commandLine(InstantSource.fixed(NOW), NO_RANDOMNESS)
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ask {n} extra --purpose p --metrics lenders --consent c",
        "ask extra {n} --purpose p --metrics lenders --consent c",
        "ask --subject={n} x --purpose p --metrics lenders --consent c",
        "ask --subject {n} --purpose p --metrics lenders --consent c",
        "ask {n} --purpose",
        "ask {n}",
        "ask {n} --bank --purpose p --metrics lenders --consent c",
        "{n}",
        "fetch {n} {n}",
        ""
      })
  void wrongUsageEndsWithTwoAndRepeatsNoIdentityNumber(String line) {
    int exitCode = run(line.replace("{n}", NUMBER));

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).startsWith("heji bank: ").contains("--help");
    assertNoNumber();
  }

  @Test
  void refusesANumberWithAWrongCheckCharacterAsAProblem() throws IOException {
    int exitCode = ask(WRONG_NUMBER, "lenders", "--json");

    assertThat(exitCode).isEqualTo(3);
    JsonNode problem = new ObjectMapper().readTree(out.toString());
    assertThat(problem.get("type").textValue())
        .isEqualTo(ProblemType.MALFORMED_SUBJECT.uri().toString());
    assertThat(problem.get("status").intValue()).isEqualTo(422);
    assertThat(problem.get("detail").textValue()).contains("check character");
    assertNoNumber();
  }

  @Test
  void refusesAnUnknownSchemeAndSaysHowToGoOn() {
    int exitCode = ask("CN-RESIDENT-ID:" + NUMBER, "lenders");

    assertThat(exitCode).isEqualTo(3);
    assertThat(err.toString())
        .contains("malformed-subject", ProblemType.MALFORMED_SUBJECT.remedy());
    assertThat(out.toString()).isEmpty();
    assertNoNumber();
  }

  @Test
  void refusesAnUnknownMetricByNameButNotANumberInItsPlace() {
    assertThat(ask(NUMBER, "lenders,wealth")).isEqualTo(3);
    assertThat(err.toString()).contains("unknown-metric", "`wealth`");

    assertThat(ask(NUMBER, NUMBER)).isEqualTo(3);
    assertNoNumber();
  }

  @Test
  void refusesAConsentThatTheBankDoesNotHold() throws IOException {
    writeProfile("bank-north", true);

    int exitCode = ask(NUMBER, "lenders");

    assertThat(exitCode).isEqualTo(3);
    assertThat(err.toString()).contains("consent-invalid");
  }

  @Test
  void namesTheBanksThereAreWhenTheOneNamedIsNot() throws IOException {
    writeProfile("bank-north", true);
    writeProfile("bank-south", false);

    int exitCode = ask(NUMBER, "lenders", "--bank", "../bank-north");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains("bank-north, bank-south");
  }

  @Test
  void saysHowToStartAFederationWhenThereIsNone() {
    int exitCode = ask(NUMBER, "lenders");

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).contains("./heji demo");
    assertNoNumber();
  }

  @Test
  void endsWithFourWhenTheGatewayGaveNoAnswer() {
    assertThat(failing(new GatewayUnreachableException("no answer from the gateway"))).isEqualTo(4);
    assertThat(err.toString()).contains("no answer from the gateway");
  }

  @Test
  void endsWithOneAndTheFaultsNameAloneOnABug() {
    assertThat(failing(new IllegalStateException("about " + NUMBER))).isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException");
    assertNoNumber();
  }

  @Test
  void aGatewaysWordsCannotSteerTheTerminal() {
    assertThat(failing(new RefusedException(ProblemType.INTERNAL, "a\u001b[2Jb\u202ec")))
        .isEqualTo(3);
    assertThat(err.toString()).contains("a?[2Jb?c").doesNotContain("\u001b", "\u202e");
  }

  @Test
  void helpNamesEveryExitCode() {
    assertThat(run("ask --help")).isZero();
    assertThat(out.toString()).contains("0 answered", "5 the answer does not verify");
  }

  @Test
  void readsTheLongestLineOfStandardInputAndNoMoreOfALongerOne() throws Exception {
    String longest = "x".repeat(BankLimits.SUBJECT_LINE_LENGTH_MAX);
    StringReader tooLong = new StringReader(longest + "yz" + longest);

    assertThat(AskCommand.firstLine(new StringReader(longest + "\nnext"))).isEqualTo(longest);
    assertThat(AskCommand.firstLine(tooLong)).isEqualTo(longest + "y");
    // The character that showed it was read too, and nothing after it.
    assertThat(tooLong.read()).isEqualTo('x');
    assertThat(AskCommand.firstLine(new StringReader("a\r\nb"))).isEqualTo("a");
    assertThat(AskCommand.firstLine(new StringReader(""))).isEmpty();
    assertThat(ask("phone:" + longest, "lenders")).isEqualTo(3);
    assertThat(err.toString()).contains("malformed-subject");
  }

  @Test
  void seesASecondLineOfStandardInput() throws Exception {
    for (String one : List.of("a", "a\n", "a\r\n\n \n")) {
      StringReader in = new StringReader(one);
      assertThat(AskCommand.firstLine(in)).isEqualTo("a");
      assertThat(AskCommand.hasMore(in)).as(one).isFalse();
    }
    for (String two : List.of("a\nb", "a\r\n\r\nb\n")) {
      StringReader in = new StringReader(two);
      assertThat(AskCommand.firstLine(in)).isEqualTo("a");
      assertThat(AskCommand.hasMore(in)).as(two).isTrue();
    }
  }

  @Test
  void refusesTwoLinesOfStandardInputRatherThanAskAboutTheFirst() {
    InputStream before = System.in;
    String two = NUMBER + "\n" + NUMBER + "\n";
    System.setIn(new ByteArrayInputStream(two.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(ask("-", "lenders")).isEqualTo(3);
    } finally {
      System.setIn(before);
    }

    assertThat(err.toString()).contains("more than one line");
    assertNoNumber();
  }

  @Test
  void asksAsNoBankWhereTwoSayThatTheyAreTheDefault() throws IOException {
    writeProfile("bank-north", true);
    writeProfile("bank-south", true);

    assertThat(ask(NUMBER, "lenders")).isEqualTo(2);

    assertThat(err.toString()).contains("more than one bank is the default one; give --bank");
  }

  @Test
  void asksAsNoBankWhoseFolderHoldsAnothersProfile() throws IOException {
    writeProfile("bank-north", true);
    Files.move(home.resolve("banks/bank-north"), home.resolve("banks/bank-south"));

    assertThat(ask(NUMBER, "lenders", "--bank", "bank-south")).isEqualTo(1);

    assertThat(err.toString()).contains("is of another bank");
  }

  @Test
  void namesTheEnginesThereAreWhenTheOneNamedIsNot() {
    assertThat(ask(NUMBER, "lenders", "--engine", NUMBER)).isEqualTo(2);

    assertThat(err.toString()).contains("auto, vector, libcrypto or bouncy-castle");
    assertNoNumber();
  }

  @Test
  void saysWhichEngineComputesWhenAsked() throws IOException {
    Holder holder = new Holder();
    CommandLine line = new CommandLine(holder).setErr(new PrintWriter(err, true));
    line.parseArgs("--engine", "bouncy-castle", "--verbose");

    GroupEngine engine = holder.option.load(holder.option.choice());

    assertThat(engine.name()).isEqualTo("bouncy-castle");
    assertThat(err.toString()).isEqualTo("heji bank: engine bouncy-castle\n");
  }

  @Command(name = "holder")
  private static final class Holder {
    @Mixin private EngineOption option = new EngineOption();
  }

  @Test
  void fetchWithoutAnIdListsTheQuestionsThatAreKeptTheNewestFirst() throws IOException {
    writeProfile("bank-north", true);
    Path bank = home.resolve("banks/bank-north");
    Path pending = Files.createDirectories(bank.resolve("state/pending"));
    SecretFile.write(
        Files.createDirectories(bank.resolve("keys")).resolve("store.key"),
        SecretBytes.of(Bytes.copyOf(new byte[32])));
    assertThat(run("fetch --home " + home)).isZero();
    assertThat(out.toString()).isEqualTo("This bank keeps no question.\n");
    String first = "019ca8b1-7c00-7abc-8def-0123456789ab";
    String second = "019ca8b1-7c01-7abc-8def-0123456789ab";
    Files.createFile(pending.resolve(first + ".sealed"));
    Files.createFile(pending.resolve(second + ".sealed"));
    Files.createFile(pending.resolve(".next-1.sealed"));

    assertThat(run("fetch --home " + home)).isZero();
    assertThat(out.toString())
        .endsWith(second + "  2026-03-01T09:18:49.857Z\n" + first + "  2026-03-01T09:18:49.856Z\n");
    assertThat(run("fetch --json --home " + home)).isZero();
    assertThat(out.toString())
        .endsWith(
            "{\"questions\":[{\"queryId\":\"%s\",\"askedAt\":\"2026-03-01T09:18:49.857Z\"},"
                    .formatted(second)
                + "{\"queryId\":\"%s\",\"askedAt\":\"2026-03-01T09:18:49.856Z\"}]}\n"
                    .formatted(first));
  }

  private int failing(Exception failure) {
    return new Failures().handleExecutionException(failure, command, command.parseArgs());
  }

  private int ask(String subject, String metrics, String... more) {
    String line = "ask " + subject + " --purpose p --metrics " + metrics + " --consent c ";
    return run(line + "--home " + home + " " + String.join(" ", more));
  }

  private int run(String line) {
    return command.execute(line.isEmpty() ? new String[0] : line.strip().split(" "));
  }

  private void writeProfile(String bank, boolean isDefault) throws IOException {
    BankProfile profile =
        new BankProfile(
            new PartyId(bank),
            "play",
            URI.create("https://localhost:1"),
            "ca.pem",
            "keys",
            "regulators.json",
            isDefault,
            List.of(new Consent("consent-1", NOW, NOW.plusSeconds(60), List.of("p"))));
    Path folder = Files.createDirectories(home.resolve("banks").resolve(bank));
    Files.writeString(folder.resolve(BankProfile.FILE), profile.toJson());
  }

  private void assertNoNumber() {
    assertThat(out.toString() + err).doesNotContain("110105", "19491231", "002X");
  }
}
