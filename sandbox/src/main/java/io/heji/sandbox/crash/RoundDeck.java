package io.heji.sandbox.crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Deals the kinds of the rounds: any twelve from the start on hold each kind, in the seed's order.
 */
final class RoundDeck {
  private final RandomGenerator random;
  private final Deque<RoundKind> left = new ArrayDeque<>();

  RoundDeck(RandomGenerator random) {
    this.random = random;
  }

  RoundKind next() {
    if (left.isEmpty()) {
      shuffle();
    }
    return left.pop();
  }

  private void shuffle() {
    List<RoundKind> twelve = new ArrayList<>();
    for (RoundKind kind : RoundKind.values()) {
      for (int times = 0; times < kind.ofTwelve(); times++) {
        twelve.add(kind);
      }
    }
    while (!twelve.isEmpty()) {
      left.push(twelve.remove(random.nextInt(twelve.size())));
    }
  }
}
