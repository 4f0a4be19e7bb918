package io.heji.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every test that the threat model links exists, and every other link of the pages leads somewhere.
 */
class ThreatModelTest {
  private static final Path DOCS = Path.of("..", "docs");

  /** A link of the form [Class#method](path of the class). */
  private static final Pattern TEST_LINK =
      Pattern.compile("\\[`(\\w+)#(\\w+)`]\\(([^)#]+\\.java)\\)");

  /** A test named as `Class#method` that is no link: it would not be checked. */
  private static final Pattern UNLINKED = Pattern.compile("(?<!\\[)`\\w+(Test|IT)#\\w+`");

  private static final Pattern ANNOTATION =
      Pattern.compile("@(Test|TestFactory|ParameterizedTest)\\b");
  private static final String MEMBER_END = "\n  }\n";

  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void everyTestThatTheThreatModelLinksExists() throws Exception {
    Path page = DOCS.resolve("threat-model.md");
    String text = Files.readString(page, StandardCharsets.UTF_8);
    List<String> missing = new ArrayList<>();
    int found = 0;
    Matcher link = TEST_LINK.matcher(text);
    while (link.find()) {
      found++;
      Path source = DOCS.resolve(link.group(3));
      if (!source.endsWith(link.group(1) + ".java") || !isTest(source, link.group(2))) {
        missing.add(link.group(1) + "#" + link.group(2));
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(50);
    assertThat(UNLINKED.matcher(text).results().map(result -> result.group())).isEmpty();
  }

  /** A reader of a test run sees each attack of the table under the table's own name. */
  @Test
  void everyAttackOfTheTableIsATestOfThatName() throws Exception {
    String text = Files.readString(DOCS.resolve("threat-model.md"), StandardCharsets.UTF_8);
    String table = text.substring(text.indexOf("\n## Attacks by name\n") + 1);
    table = table.substring(0, table.indexOf("\n## "));
    List<String> missing = new ArrayList<>();
    int attacks = 0;
    for (String row : table.lines().filter(line -> line.contains(".java)")).toList()) {
      for (String attack : row.split("\\|", -1)[1].replace("`", "").strip().split(", ", -1)) {
        attacks++;
        if (!isShownAs(row, "⚔ " + attack)) {
          missing.add(attack);
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(attacks).isGreaterThanOrEqualTo(18);
  }

  /** Whether a test that the row links has this display name. */
  private static boolean isShownAs(String row, String name) throws Exception {
    Matcher link = TEST_LINK.matcher(row);
    while (link.find()) {
      String code = Files.readString(DOCS.resolve(link.group(3)), StandardCharsets.UTF_8);
      Pattern shown =
          Pattern.compile(
              Pattern.quote("@DisplayName(\"" + name + "\")")
                  + "[^;{}]*\\s"
                  + link.group(2)
                  + "\\(");
      if (shown.matcher(code).find()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void findsATestThatIsNotThere() throws Exception {
    Path self = Path.of("src/test/java/io/heji/docs/ThreatModelTest.java");
    assertThat(isTest(self, "findsATestThatIsNotThere")).isTrue();
    assertThat(isTest(self, "isTest")).isFalse();
    assertThat(isTest(self, "everyTestThatTheThreatModelLinks")).isFalse();
    assertThat(isTest(self.resolveSibling("Absent.java"), "findsATestThatIsNotThere")).isFalse();
  }

  /** Whether the file has a method of this name under an annotation of a test. */
  static boolean isTest(Path source, String method) throws Exception {
    if (!Files.isRegularFile(source)) {
      return false;
    }
    String code = Files.readString(source, StandardCharsets.UTF_8);
    Matcher declared =
        Pattern.compile("(void|List<DynamicTest>|Stream<DynamicTest>)\\s+" + method + "\\(")
            .matcher(code);
    if (!declared.find()) {
      return false;
    }
    // What stands between the member before and this one: its comment and its annotations.
    String head = code.substring(0, declared.start());
    return ANNOTATION.matcher(head.substring(Math.max(0, head.lastIndexOf(MEMBER_END)))).find();
  }

  @Test
  void theLinksOfTheThreatModelAndTheGlossaryLeadSomewhere() throws Exception {
    List<String> dead = new ArrayList<>();
    for (String page : List.of("threat-model.md", "glossary.md")) {
      Matcher link = LINK.matcher(Files.readString(DOCS.resolve(page), StandardCharsets.UTF_8));
      while (link.find()) {
        if (!Files.exists(DOCS.resolve(link.group(1)))) {
          dead.add(page + ": " + link.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }
}
