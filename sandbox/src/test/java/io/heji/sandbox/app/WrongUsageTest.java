package io.heji.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Each command says what it wants under its own whole name, before anything is started. */
class WrongUsageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench index --rows 999          | heji bench index: --rows wants 1000 to 10000000, got `999`
          bench query --questions 15      | heji bench query: --questions wants 16 to 9000, got `15`
          bench query --platforms 3       | heji bench query: --platforms wants 4 to 8, got `3`
          bench timing --questions 59     | heji bench timing: --questions wants 60 to 6000, got `59`
          bench timing --platforms 9      | heji bench timing: --platforms wants 4 to 8, got `9`
          crash --rounds 0                | heji crash: --rounds wants 1 to 100000, got `0`
          crash --platforms 3             | heji crash: --platforms wants 4 to 8, got `3`
          demo --check -1                 | heji demo: --check wants 0 to 100000, got `-1`
          demo --platforms 9              | heji demo: --platforms wants 4 to 8, got `9`
          leaks --platforms 9             | heji leaks: --platforms wants 4 to 8, got `9`
          """)
  void isSaidUnderTheCommandsName(String arguments, String said) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = arguments.split(" ");
    CommandLine command =
        new CommandLine(command(words[0]))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));

    int exitCode =
        command.execute(
            Stream.concat(
                    Stream.of(words).skip(1),
                    Stream.of("--home", folder.resolve("home").toString()))
                .toArray(String[]::new));

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly(said);
    assertThat(out.toString()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  private static Object command(String name) {
    return switch (name) {
      case "bench" -> new BenchCommand();
      case "crash" -> new CrashCommand();
      case "demo" -> new DemoCommand();
      case "leaks" -> new LeaksCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
