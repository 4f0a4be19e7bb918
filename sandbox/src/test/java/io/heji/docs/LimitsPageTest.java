package io.heji.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every limit of the page has its row among the tests, and what the row names is there. */
class LimitsPageTest {
  private static final Path PAGES = Path.of("..", "docs", "reference");

  /** The name of a constant, of another class with that class's name in front. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `((?:[A-Z][A-Za-z]+\\.)?[A-Z][A-Z_]+)` \\|(.*)$");

  private static final Pattern KEPT_IN = Pattern.compile("\\[`(\\w+)`]\\(([^)]+/main/[^)]+)\\)");
  private static final Pattern TEST =
      Pattern.compile("\\[`(\\w+)#(\\w+)`]\\(([^)]+/test/[^)]+)\\)");

  @Test
  void everyLimitHasItsRowAmongTheTests() throws IOException {
    List<String> limits = rows("limits.md").stream().map(row -> row.group(1)).toList();

    assertThat(limits).hasSizeGreaterThan(90);
    assertThat(rows("limits-tests.md").stream().map(row -> row.group(1)))
        .containsExactlyElementsOf(limits);
  }

  @Test
  void everyRowNamesTestsAndTheyExist() throws Exception {
    List<String> missing = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (MatchResult row : rows("limits-tests.md")) {
      List<MatchResult> tests = TEST.matcher(row.group(2)).results().toList();
      if (tests.isEmpty()) {
        without.add(row.group(1));
      }
      for (MatchResult test : tests) {
        Path source = PAGES.resolve(test.group(3));
        if (!source.endsWith(test.group(1) + ".java")
            || !ThreatModelTest.isTest(source, test.group(2))) {
          missing.add(row.group(1) + ": " + test.group(1) + "#" + test.group(2));
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(without).isEmpty();
  }

  /** The deployment goes by the named limit, whatever a test hands in. */
  @Test
  void everyLimitIsNamedWhereItIsKept() throws IOException {
    List<String> elsewhere = new ArrayList<>();
    int found = 0;
    for (MatchResult row : rows("limits-tests.md")) {
      String constant = row.group(1).substring(row.group(1).indexOf('.') + 1);
      Matcher kept = KEPT_IN.matcher(row.group(2));
      while (kept.find()) {
        found++;
        Path source = PAGES.resolve(kept.group(2));
        if (!Files.readString(source).contains(constant)) {
          elsewhere.add(row.group(1) + ": " + kept.group(1));
        }
      }
    }

    assertThat(elsewhere).isEmpty();
    assertThat(found).isGreaterThan(90);
  }

  /** What frameworks keep at each role stands in the configuration that it is built with. */
  @Test
  void theRolesAreBuiltWithTheLimitsOfDatabaseAndHealthPage() throws IOException {
    for (String role : List.of("gateway", "tokeniser", "platform-agent")) {
      Properties built = new Properties();
      Path file = Path.of("..", role, "src", "main", "resources", "application.properties");
      try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        built.load(in);
      }
      assertThat(built)
          .containsEntry("quarkus.management.host", "127.0.0.1")
          .containsEntry("quarkus.management.idle-timeout", "30s")
          .containsEntry("quarkus.management.limits.max-body-size", "64K")
          .containsEntry("quarkus.datasource.reactive.max-size", "8")
          .containsEntry(
              "quarkus.datasource.reactive.additional-properties.statement_timeout",
              role.equals("platform-agent") ? "30s" : "8s");
    }
  }

  private static List<MatchResult> rows(String page) throws IOException {
    String text = Files.readString(PAGES.resolve(page), StandardCharsets.UTF_8);
    return ROW.matcher(text).results().toList();
  }
}
