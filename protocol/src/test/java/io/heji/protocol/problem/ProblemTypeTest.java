package io.heji.protocol.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.protocol.DocsPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {
  @ParameterizedTest
  @EnumSource
  void everyTypeHasItsPageWithAnExampleOfItself(ProblemType type) throws IOException {
    String page = DocsPages.page("problems/" + type.slug() + ".md");

    assertThat(page)
        .startsWith("# `" + type.slug() + "`\n")
        .contains(type.title() + ".", "## What it means", "## Who sees it", "## What to do");
    assertThat(DocsPages.section(page, "## Whether to try again").strip())
        .contains(type.retryable() ? "Yes:" : "No:");
    Matcher example = Pattern.compile("(?s)```json\n(.*?)```").matcher(page);
    assertThat(example.find()).isTrue();
    JsonNode problem = new ObjectMapper().readTree(example.group(1));
    assertThat(problem.get("type").textValue()).isEqualTo(type.uri().toString());
    assertThat(problem.get("title").textValue()).isEqualTo(type.title());
    assertThat(problem.get("status").intValue()).isEqualTo(type.httpStatus());
  }

  @Test
  void theIndexListsEveryTypeInOrderAndNoPageIsOrphaned() throws IOException {
    List<String> declared =
        Arrays.stream(ProblemType.values())
            .map(
                type ->
                    "%s %d %s"
                        .formatted(type.slug(), type.httpStatus(), type.retryable() ? "yes" : "no"))
            .toList();

    List<String> indexed =
        DocsPages.namedRows(DocsPages.page("problems.md")).stream()
            .map(cells -> String.join(" ", cells.subList(0, 3)))
            .toList();
    List<String> pages;
    try (Stream<Path> files = Files.list(DocsPages.REFERENCE.resolve("problems"))) {
      pages = files.map(file -> file.getFileName().toString()).toList();
    }

    assertThat(indexed).containsExactlyElementsOf(declared);
    assertThat(pages)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values()).map(type -> type.slug() + ".md").toList());
  }

  @ParameterizedTest
  @EnumSource
  void slugAndUriReadBack(ProblemType type) {
    assertThat(ProblemType.ofSlug(type.slug())).isEqualTo(type);
    assertThat(ProblemType.ofUri(type.uri().toString())).isEqualTo(type);
  }

  @Test
  void aTypeOfANewerVersionReadsAsUnknown() {
    assertThat(ProblemType.ofSlug("warrant-invalid")).isEqualTo(ProblemType.UNKNOWN);
    assertThat(ProblemType.ofUri("urn:heji:problem:warrant-invalid"))
        .isEqualTo(ProblemType.UNKNOWN);
    assertThat(ProblemType.ofUri("about:blank")).isEqualTo(ProblemType.UNKNOWN);
    assertThat(ProblemType.ofUri("replayed")).isEqualTo(ProblemType.UNKNOWN);
  }

  @Test
  void aRefusalTellsItsTypeAndDetail() {
    RefusedException refused = new RefusedException(ProblemType.REPLAYED, "jti seen before");

    assertThat(refused.type()).isEqualTo(ProblemType.REPLAYED);
    assertThat(refused).hasMessage("replayed: jti seen before");
  }
}
