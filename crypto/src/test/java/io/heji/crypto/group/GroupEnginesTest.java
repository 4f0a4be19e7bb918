package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GroupEnginesTest {
  @Test
  void referenceGivesTheKnownAnswers() {
    assertThat(GroupEngines.reports())
        .contains(new EngineReport("bouncy-castle", true, ""))
        .allMatch(report -> report.usable() == report.reason().isEmpty());
  }

  @Test
  void namesTheLibraryThatIsMissingAndGoesOnWithoutIt() throws Exception {
    System.setProperty(Libcrypto.PATH_PROPERTY, "libabsent.so");
    try {
      assertThatThrownBy(() -> GroupEngines.choose(EngineChoice.LIBCRYPTO, 1))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContaining("libabsent.so");
      ChosenEngine chosen = GroupEngines.choose(EngineChoice.AUTO, 1);
      assertThat(chosen.engine().name()).endsWith("bouncy-castle");
      assertThat(chosen.description()).contains("not libcrypto: ").contains("libabsent.so");
    } finally {
      System.clearProperty(Libcrypto.PATH_PROPERTY);
    }
  }

  @Test
  void readsAChoiceAsConfigurationWritesIt() {
    assertThat(EngineChoice.of("bouncy-castle")).contains(EngineChoice.BOUNCY_CASTLE);
    assertThat(EngineChoice.of("BOUNCY_CASTLE")).isEmpty();
    assertThat(EngineChoice.of("")).isEmpty();
  }
}
