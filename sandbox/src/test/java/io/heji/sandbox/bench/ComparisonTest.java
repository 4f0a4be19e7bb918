package io.heji.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.sandbox.bench.Comparison.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final long MILLI = 1_000_000;

  /** Four platforms of different speed on a machine that is busy now and then. */
  private static Comparison played(double customersLater) {
    return played(customersLater, 1_000);
  }

  private static Comparison played(double customersLater, int queries) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    List<Timed> answers = new ArrayList<>();
    for (int query = 0; query < queries; query++) {
      double busy = random.nextInt(10) == 0 ? 40.0 * MILLI * random.nextDouble() : 0;
      for (int platform = 0; platform < 4; platform++) {
        boolean customer = random.nextInt(3) == 0;
        double own = random.nextExponential() * MILLI;
        double time =
            250 * MILLI + platform * MILLI / 2.0 + busy + own + (customer ? customersLater : 0);
        answers.add(new Timed("q" + query, "p" + platform, customer, time));
      }
    }
    return new Comparison(answers);
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(played(0).detected()).isFalse();
  }

  @Test
  void findsHalfAMillisecondEarlierOrLater() {
    assertThat(played(MILLI / 2.0).score()).isGreaterThan(Comparison.DETECTED_FROM);
    assertThat(played(-MILLI / 2.0).score()).isLessThan(-Comparison.DETECTED_FROM);
  }

  @Test
  void findsAMillisecondInAThirdOfTheQuestions() {
    assertThat(played(MILLI, 300).detected()).isTrue();
    assertThat(played(0, 300).detected()).isFalse();
  }

  @Test
  void findsNothingOfWhatADelayToAFixedMomentHides() {
    // Whoever reads a customer is busy for a millisecond more and then waits the shorter.
    assertThat(hidden(MILLI).score()).isEqualTo(hidden(0).score());
    assertThat(hidden(MILLI).detected()).isFalse();
  }

  /** Answers leave at a fixed moment, whatever was done before it. */
  private static Comparison hidden(double reading) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    List<Timed> answers = new ArrayList<>();
    for (int query = 0; query < 1_000; query++) {
      for (int platform = 0; platform < 4; platform++) {
        boolean customer = random.nextInt(3) == 0;
        double ready = 20 * MILLI * random.nextDouble() + (customer ? reading : 0);
        double sent = Math.max(250 * MILLI, ready) + random.nextExponential() * MILLI;
        answers.add(new Timed("q" + query, "p" + platform, customer, sent));
      }
    }
    return new Comparison(answers);
  }

  @Test
  void ranksEqualTimesAlike() {
    List<Timed> same =
        List.of(
            new Timed("q", "a", true, 5),
            new Timed("q", "b", false, 5),
            new Timed("q", "c", true, 5));

    assertThat(new Comparison(same).score()).isZero();
  }
}
