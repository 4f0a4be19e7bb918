package io.heji.sandbox.crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** Deals the kinds of the rounds: any ten from the start on hold each kind, in the seed's order. */
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
    List<RoundKind> ten = new ArrayList<>();
    for (RoundKind kind : RoundKind.values()) {
      for (int times = 0; times < kind.ofTen(); times++) {
        ten.add(kind);
      }
    }
    while (!ten.isEmpty()) {
      left.push(ten.remove(random.nextInt(ten.size())));
    }
  }
}
