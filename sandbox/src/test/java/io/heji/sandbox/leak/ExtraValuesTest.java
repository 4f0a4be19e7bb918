package io.heji.sandbox.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtraValuesTest {
  @TempDir Path folder;

  @Test
  void readsAValueOrALineEachOfAFile() throws Exception {
    Path file = folder.resolve("values");
    Files.write(
        file, List.of("11010519491231002x", "", "412345678901.23", "41234567890123", "secret"));

    List<PlantedValue> values = ExtraValues.of(file.toString(), 0);

    assertThat(values)
        .extracting(PlantedValue::name)
        .containsExactly("search value 1", "search value 3", "search value 4", "search value 5");
    assertThat(values.get(0).forms()).containsKeys("15 digits Latin-1", "Latin-1");
    assertThat(values.get(1).forms()).containsKeys("major units Latin-1", "big-endian bytes");
    assertThat(values.get(2).forms()).containsKeys("decimal Latin-1", "varint");
    assertThat(values.get(3).forms()).containsKeys("Latin-1", "text in base64 at 2");
    assertThat(ExtraValues.of("a planted word", 4))
        .extracting(PlantedValue::name)
        .containsExactly("search value 5");
  }

  @Test
  void refusesWhatWouldBeFoundByChanceAndDoesNotRepeatIt() {
    assertThatThrownBy(() -> ExtraValues.of("12345", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("search value 1 is shorter than 6 bytes")
        .hasMessageNotContaining("12345");
    assertThatThrownBy(() -> ExtraValues.of("", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesAThousandValuesAndNoMore() throws Exception {
    Path file = folder.resolve("values");
    Files.write(file, Collections.nCopies(1_000, "planted"));
    assertThat(ExtraValues.of(file.toString(), 0)).hasSize(1_000);

    Files.write(file, Collections.nCopies(1_001, "planted"));
    assertThatThrownBy(() -> ExtraValues.of(file.toString(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
