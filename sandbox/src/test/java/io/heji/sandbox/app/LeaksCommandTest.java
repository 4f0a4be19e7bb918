package io.heji.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is wrong with the arguments is said before anything is started. */
class LeaksCommandTest {
  @TempDir Path folder;

  private final StringWriter errors = new StringWriter();

  private int run(String... arguments) {
    CommandLine command =
        new CommandLine(new LeaksCommand())
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(errors, true));
    String[] all = new String[arguments.length + 2];
    all[0] = "--home";
    all[1] = folder.resolve("home").toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return command.execute(all);
  }

  @Test
  void refusesToPlantOutsideOfTheFederationsFolder() {
    assertThat(run("--plant", "../elsewhere.log")).isEqualTo(2);
    assertThat(run("--plant", folder.resolve("elsewhere.log").toString())).isEqualTo(2);
    assertThat(run("--plant", ".")).isEqualTo(2);
    assertThat(errors.toString()).contains("--plant wants a file below the federation's folder");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAValueThatIsTooShortAndDoesNotRepeatIt() {
    assertThat(run("--search", "98765")).isEqualTo(2);
    assertThat(errors.toString()).contains("search value 1").doesNotContain("98765");
  }

  @Test
  void refusesFewerPlatformsThanThereMayBe() {
    assertThat(run("--platforms", "3")).isEqualTo(2);
    assertThat(errors.toString()).contains("--platforms wants 4 to 8");
  }
}
