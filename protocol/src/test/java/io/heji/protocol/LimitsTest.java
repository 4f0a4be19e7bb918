package io.heji.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void everyLimitStandsOnTheReferencePageWithItsValue() throws IOException {
    List<String> declared = new ArrayList<>();
    for (Field field : Limits.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        declared.add(field.getName() + " = " + value(field));
      }
    }

    List<String> documented =
        DocsPages.namedRows(
                DocsPages.section(DocsPages.page("limits.md"), "## Between the parties"))
            .stream()
            .map(cells -> cells.get(0) + " = " + cells.get(1))
            .toList();

    assertThat(documented).containsExactlyElementsOf(declared);
  }

  @Test
  void theLargestQueryFitsIntoOneRequestAndOneFrame() {
    long base64Characters = (long) Limits.SEALED_MAX_BYTES * Limits.MEMBERS_MAX * 4 / 3;
    assertThat(base64Characters).isLessThan(Limits.HTTP_BODY_MAX_BYTES);
    assertThat((long) Limits.LANES_MAX * Limits.LANE_BYTES).isLessThan(Limits.FRAME_MAX_BYTES);
  }

  private static String value(Field field) {
    try {
      Object value = field.get(null);
      return value instanceof Duration duration
          ? duration.toSeconds() + " s"
          : String.valueOf(value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
