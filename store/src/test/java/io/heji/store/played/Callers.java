package io.heji.store.played;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that act together, each in a thread of its own. */
public final class Callers {
  private Callers() {}

  /** What one of several callers does. */
  public interface Act<T> {
    T by(int number) throws Exception;
  }

  /** So many callers, numbered from 0, released at the same moment; their results in this order. */
  public static <T> List<T> atTheSameTime(int callers, Act<T> act) throws Exception {
    CyclicBarrier start = new CyclicBarrier(callers);
    List<Callable<T>> calls = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      int number = caller;
      calls.add(
          () -> {
            start.await();
            return act.by(number);
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    }
  }

  /** The same of callers that each do something else. */
  public static <T> List<T> atTheSameTime(List<Callable<T>> calls) throws Exception {
    return atTheSameTime(calls.size(), number -> calls.get(number).call());
  }
}
