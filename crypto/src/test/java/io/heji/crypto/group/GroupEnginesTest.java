package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.libcrypto.Libcrypto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class GroupEnginesTest {
  private static final EngineSelection.Source ABSENT =
      () -> {
        throw new EngineUnavailableException("absent");
      };

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
      assertThat(chosen.isFallback()).isTrue();
      assertThat(chosen.description()).contains("not libcrypto: ").contains("libabsent.so");
    } finally {
      System.clearProperty(Libcrypto.PATH_PROPERTY);
    }
  }

  @Test
  void passesOverAnEngineThatBreaksOrIsWrong() {
    List<EngineSelection.Source> sources =
        List.of(
            ABSENT,
            () -> {
              throw new IllegalStateException("bug: a call of libcrypto broke");
            },
            () -> {
              throw new NoClassDefFoundError("jdk/incubator/vector/LongVector");
            },
            () -> BrokenEngine.throwing("multiply", new UnsatisfiedLinkError("multiply")),
            () -> BrokenEngine.throwing("sums", new IndexOutOfBoundsException("sums")),
            () -> BrokenEngine.changing("multiplyBase", _ -> Element.of(P256.GENERATOR)));
    for (EngineSelection.Source source : sources) {
      EngineSelection selection = new EngineSelection(source, source, () -> true);

      ChosenEngine chosen = selection.fastest(1);

      assertThat(chosen.engine().name()).isEqualTo("bouncy-castle");
      assertThat(chosen.isFallback()).isTrue();
      assertThat(chosen.passedOver())
          .extracting(EngineReport::name)
          .containsExactly("libcrypto", "vector");
      assertThat(selection.reports()).filteredOn(EngineReport::usable).hasSize(1);
      for (EngineChoice forced : List.of(EngineChoice.LIBCRYPTO, EngineChoice.VECTOR)) {
        assertThatThrownBy(() -> selection.choose(forced, 1))
            .isInstanceOf(EngineUnavailableException.class);
      }
    }
  }

  @Test
  void takesLibcryptoAloneWhereThereIsNoVectorEngine() throws Exception {
    EngineSelection selection = new EngineSelection(GroupEngines::bouncyCastle, ABSENT, () -> true);

    ChosenEngine chosen = selection.fastest(1);

    assertThat(chosen.engine().name()).isEqualTo("bouncy-castle");
    assertThat(chosen.description()).isEqualTo("bouncy-castle; not vector: absent");
    assertThat(selection.choose(EngineChoice.LIBCRYPTO, 1).isFallback()).isFalse();
  }

  @Test
  void refusesTheVectorEngineWithoutItsModule() {
    assertThatThrownBy(() -> EngineSelection.vectorOn(ModuleLayer.empty()))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("--add-modules");
  }

  @Test
  void passesOverTheVectorEngineWithoutWideVectorsUnlessItIsForced() throws Exception {
    EngineSelection selection =
        new EngineSelection(ABSENT, GroupEngines::bouncyCastle, () -> false);

    assertThat(selection.fastest(1).description()).contains("not vector: ").contains("512 bits");
    ChosenEngine forced = selection.choose(EngineChoice.VECTOR, 1);
    assertThat(forced.isFallback()).isTrue();
    assertThat(forced.description()).contains("512 bits");
  }

  /** In a run of the build that plays another machine, so that the run is known to be one. */
  @Test
  @EnabledIfSystemProperty(named = "heji.test.without-wide-vectors", matches = "true")
  void worksWithoutWideVectorsWhenItIsForced() throws Exception {
    ChosenEngine forced = GroupEngines.choose("vector", 1);

    assertThat(forced.description()).contains("512 bits");
    assertThat(GroupEngines.fastest().description()).contains("not vector: ").contains("512 bits");
  }

  @Test
  @EnabledIfSystemProperty(named = "heji.test.without-vector", matches = "true")
  void refusesTheVectorEngineWhereTheJvmWasStartedWithoutItsModule() {
    assertPassedOver("--add-modules");
  }

  private static void assertPassedOver(String reason) {
    assertThatThrownBy(() -> GroupEngines.choose("vector", 1))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining(reason);
    ChosenEngine chosen = GroupEngines.fastest();
    assertThat(chosen.engine().name()).doesNotContain("vector");
    assertThat(chosen.description()).contains("not vector: ").contains(reason);
  }

  @Test
  void readsAChoiceAsConfigurationWritesIt() {
    assertThat(EngineChoice.of("bouncy-castle")).contains(EngineChoice.BOUNCY_CASTLE);
    assertThat(EngineChoice.of("BOUNCY_CASTLE")).isEmpty();
    assertThat(EngineChoice.of("")).isEmpty();
  }
}
