package io.heji.sandbox.population;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Accounts of the same shape as the real ones: limits in ten thousands, balances up to the limit,
 * some credit balances, a fifth late.
 */
public final class GeneratedAccounts {
  private GeneratedAccounts() {}

  public static List<Account> of(int count, RandomGenerator random) {
    List<Account> accounts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long limit = 10_000L * random.nextInt(1, 51);
      long balanceCents = random.nextLong(limit * 100 + 1);
      int kind = random.nextInt(100);
      if (kind < 3) {
        balanceCents = -random.nextLong(200_000);
      } else if (kind < 12) {
        balanceCents = 0;
      }
      int late = balanceCents > 0 && random.nextInt(100) < 22 ? random.nextInt(1, 5) : 0;
      accounts.add(
          new Account(
              BigDecimal.valueOf(limit),
              late,
              BigDecimal.valueOf(balanceCents, 2),
              BigDecimal.valueOf(Math.max(0, balanceCents) / 20, 2)));
    }
    return accounts;
  }
}
