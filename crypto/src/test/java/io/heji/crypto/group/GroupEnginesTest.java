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
  void namesTheLibraryThatIsMissingAndChoosesTheReferenceByItself() throws Exception {
    System.setProperty(Libcrypto.PATH_PROPERTY, "libabsent.so");
    try {
      assertThatThrownBy(() -> GroupEngines.choose(EngineChoice.LIBCRYPTO))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContaining("libabsent.so");
      assertThat(GroupEngines.choose(EngineChoice.AUTO)).isSameAs(GroupEngines.bouncyCastle());
    } finally {
      System.clearProperty(Libcrypto.PATH_PROPERTY);
    }
  }
}
