package io.heji.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page on configuration is what the code says. */
class ConfigurationPageTest {
  /** Writes the page anew. */
  static final String COMMAND =
      "mvn -B -q -pl sandbox -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dheji.docs.write=true";

  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/reference/configuration.md");

  @Test
  void everyKeyStandsOnThePageWithItsTypeDefaultAndMeaning() throws Exception {
    String generated = ConfigurationPage.of(ROOT);
    if (Boolean.getBoolean("heji.docs.write")) {
      Files.writeString(PAGE, generated, StandardCharsets.UTF_8);
    }

    assertThat(generated)
        .contains("| `heji.party.id` |", "| `heji.source.reactive-url` |", "| `consents` |")
        .contains("## Gateway", "## Tokeniser", "## Agent", "## Bank");
    assertThat(Files.readString(PAGE, StandardCharsets.UTF_8))
        .as("write the page anew: %s", COMMAND)
        .isEqualTo(generated);
  }
}
