package io.heji.agent.token;

import java.util.concurrent.atomic.AtomicLong;

/** How far the tokenisation of the book is. Counts only. Thread-safe. */
public final class BookProgress {
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong total = new AtomicLong();

  void start(long doneBefore, long customers) {
    done.set(doneBefore);
    total.set(customers);
  }

  void add(long customers) {
    done.addAndGet(customers);
  }

  void finished(long customers) {
    total.set(customers);
    done.set(customers);
  }

  /** Customers tokenised or refused so far, also before an interruption. */
  public long done() {
    return done.get();
  }

  /** Customers on the books when it began. */
  public long total() {
    return total.get();
  }
}
