package io.heji.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The limits that a class declares, held against their part of the reference page. */
public final class DocumentedLimits {
  private DocumentedLimits() {}

  /**
   * Fails unless exactly the public constants of the class stand below the heading, in their order
   * and with their values.
   *
   * @param heading such as {@code ## At the gateway}
   */
  public static void assertOnPage(Class<?> limits, String heading) throws IOException {
    List<String> declared = new ArrayList<>();
    for (Field field : limits.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        declared.add(field.getName() + " = " + value(field));
      }
    }

    List<String> documented =
        DocsPages.namedRows(DocsPages.section(DocsPages.page("limits.md"), heading)).stream()
            .map(cells -> cells.get(0) + " = " + cells.get(1))
            .toList();

    assertThat(documented).isNotEmpty().containsExactlyElementsOf(declared);
  }

  private static String value(Field field) {
    try {
      return field.get(null) instanceof Duration wait
          ? text(wait)
          : String.valueOf(field.get(null));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In the greatest of days, seconds and milliseconds that tells it whole. */
  private static String text(Duration wait) {
    if (wait.equals(Duration.ofDays(wait.toDays()))) {
      return wait.toDays() + " days";
    }
    return wait.toMillisPart() == 0 ? wait.toSeconds() + " s" : wait.toMillis() + " ms";
  }
}
