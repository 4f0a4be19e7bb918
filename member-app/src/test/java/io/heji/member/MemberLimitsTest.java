package io.heji.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MemberLimitsTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "limits.md");

  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    List<String> declared = new ArrayList<>();
    for (Field field : MemberLimits.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        declared.add(field.getName() + " = " + value(field));
      }
    }
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("\n## At a member's operator\n") + 1);
    int end = section.indexOf("\n## ", 1);

    List<String> documented =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|")
            .matcher(end < 0 ? section : section.substring(0, end))
            .results()
            .map(row -> row.group(1) + " = " + row.group(2).strip())
            .toList();

    assertThat(documented).containsExactlyElementsOf(declared);
  }

  private static String value(Field field) {
    try {
      Object value = field.get(null);
      return value instanceof Duration wait ? wait.toDays() + " days" : String.valueOf(value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
