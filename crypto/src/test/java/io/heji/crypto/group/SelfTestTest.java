package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfTestTest {
  @Test
  void answersAreTheReferences() throws Exception {
    assertThat(SeededAnswers.of(GroupEngines.bouncyCastle())).isEqualTo(SeededAnswers.ANSWERS);
  }

  @ParameterizedTest
  @MethodSource("io.heji.crypto.group.Engines#all")
  void everyEnginePasses(GroupEngine engine) {
    assertThat(SelfTest.passes(engine)).isTrue();
  }

  /** In the last element only, of lists that are long. */
  @ParameterizedTest
  @ValueSource(
      strings = {"hashToGroup", "hashToScalars", "decode", "multiply", "sums", "linearCombination"})
  void noticesAWrongAnswerOfLongLists(String operation) {
    GroupEngine wrong =
        BrokenEngine.changing(
            operation,
            answer ->
                switch (answer) {
                  case List<?> list when list.size() == SeededAnswers.COUNT ->
                      withAnotherLast(list);
                  case Element sum -> Element.of(P256.GENERATOR);
                  default -> answer;
                });

    assertThat(SelfTest.passes(wrong)).isFalse();
  }

  private static List<Object> withAnotherLast(List<?> list) {
    List<Object> changed = new ArrayList<>(list);
    changed.set(changed.size() - 1, changed.getFirst());
    return changed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashToScalar", "multiplyBase", "baseCombination"})
  void noticesAWrongAnswerOfSingleOnes(String operation) {
    GroupEngine wrong =
        BrokenEngine.changing(
            operation,
            answer ->
                answer instanceof Scalar
                    ? Scalar.of(java.math.BigInteger.ONE)
                    : Element.of(P256.GENERATOR));

    assertThat(SelfTest.passes(wrong)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sums", "decode"})
  void noticesWhatShouldHaveBeenRefused(String operation) {
    assertThat(SelfTest.passes(BrokenEngine.refusingNothing(operation))).isFalse();
  }

  @Test
  void throwsWhatBreaksAnEngine() {
    GroupEngine broken = BrokenEngine.throwing("sums", new UnsupportedOperationException("sums"));

    assertThatThrownBy(() -> SelfTest.passes(broken))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
