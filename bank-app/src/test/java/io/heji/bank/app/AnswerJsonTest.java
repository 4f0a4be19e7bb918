package io.heji.bank.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswerJsonTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "bank-ask-json.md");
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void printsExactlyTheExampleOfTheReferencePage() throws IOException {
    Matcher example = Pattern.compile("(?s)```json\n(.*?)```").matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();

    String json = AnswerJson.of(Answers.example(Answers.METRICS), Answers.METRICS);

    assertThat(mapper.readTree(json)).isEqualTo(mapper.readTree(example.group(1)));
    assertThat(json).doesNotContain("\n");
  }

  @Test
  void theReferencePageListsEveryExitCode() throws IOException {
    List<String> documented =
        Pattern.compile("(?m)^\\| (\\d+) \\|")
            .matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(1))
            .toList();

    assertThat(documented)
        .containsExactly(
            Arrays.stream(ExitCode.values())
                .map(code -> Integer.toString(code.number()))
                .toArray(String[]::new));
  }
}
