package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParallelEngineTest {
  private static final int CORES = 2;
  private static final int CALLERS = 6;
  private static final int LONG = CORES * ParallelEngine.COMBINED_PART_MIN;
  private static final Element GENERATOR = Element.of(P256.GENERATOR);

  private final AtomicInteger calls = new AtomicInteger();

  /** Counts the linear combinations that are asked of it. */
  private final GroupEngine counting =
      BrokenEngine.changing(
          "linearCombination",
          answer -> {
            calls.incrementAndGet();
            return answer;
          });

  private final ParallelEngine engine = new ParallelEngine(counting, CORES);

  private static Scalar scalar(int number) {
    return Scalar.of(BigInteger.valueOf(number));
  }

  private static Element times(int number) throws CryptoException {
    byte[] bytes = P256.fixed(BigInteger.valueOf(number));
    SecretScalar scalar = SecretScalar.fromSecretBytes(SecretBytes.copyOf(bytes));
    return GroupEngines.bouncyCastle().multiplyBase(scalar);
  }

  private static Element combineOnes(GroupEngine engine, int count) {
    try {
      return engine.linearCombination(
          Collections.nCopies(count, GENERATOR), Collections.nCopies(count, scalar(1)));
    } catch (CryptoException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @Timeout(60)
  void usesNoMoreCoresThanItWasGivenHoweverManyAsk() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    CountDownLatch everybodyWaits = new CountDownLatch(1);
    GroupEngine slow =
        BrokenEngine.changing(
            "multiply",
            answer -> {
              inside.incrementAndGet();
              await(everybodyWaits);
              inside.decrementAndGet();
              return answer;
            });
    ParallelEngine bounded = new ParallelEngine(slow, CORES);
    SecretScalar one = SecretScalar.fromSecretBytes(SecretBytes.copyOf(P256.fixed(BigInteger.ONE)));
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(Thread.ofPlatform().start(() -> bounded.multiply(List.of(GENERATOR), one)));
    }

    for (Thread caller : callers) {
      while (caller.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    assertThat(inside).hasValue(CORES);

    everybodyWaits.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(inside).hasValue(0);
  }

  @Test
  void combinesLongListsInParts() throws Exception {
    List<Element> elements = new ArrayList<>();
    List<Scalar> coefficients = new ArrayList<>();
    int sum = 0;
    for (int i = 0; i < LONG + 1; i++) {
      elements.add(i % 2 == 0 ? GENERATOR : times(2));
      coefficients.add(scalar(i));
      sum += i % 2 == 0 ? i : 2 * i;
    }

    assertThat(engine.linearCombination(elements, coefficients)).isEqualTo(times(sum));
    assertThat(calls).hasValue(CORES);
  }

  @Test
  void combinesShortListsInOne() throws Exception {
    List<Element> elements = Collections.nCopies(LONG - 1, GENERATOR);

    assertThat(engine.linearCombination(elements, Collections.nCopies(LONG - 1, scalar(1))))
        .isEqualTo(times(LONG - 1));
    assertThat(calls).hasValue(1);
  }

  @Test
  @Timeout(60)
  void combinesInOneWhereTheOtherCoreIsAtWork() throws Exception {
    CountDownLatch firstIsAtWork = new CountDownLatch(1);
    CountDownLatch firstEnds = new CountDownLatch(1);
    GroupEngine heldUpAtFirst =
        BrokenEngine.changing(
            "linearCombination",
            answer -> {
              if (calls.incrementAndGet() == 1) {
                firstIsAtWork.countDown();
                await(firstEnds);
              }
              return answer;
            });
    ParallelEngine busy = new ParallelEngine(heldUpAtFirst, CORES);
    Thread first = Thread.ofPlatform().start(() -> combineOnes(busy, 1));
    firstIsAtWork.await();

    assertThat(combineOnes(busy, LONG)).isEqualTo(times(LONG));
    assertThat(calls).hasValue(2);

    firstEnds.countDown();
    first.join();
  }

  /** 1 and −1 by turns, except at the end. */
  @Test
  void combinesAlsoWhereAPartIsTheIdentity() throws Exception {
    List<Element> elements = Collections.nCopies(LONG, GENERATOR);
    List<Scalar> coefficients = new ArrayList<>();
    for (int i = 0; i < LONG; i++) {
      coefficients.add(scalar(i % 2 == 0 ? 1 : -1));
    }
    assertThatThrownBy(() -> engine.linearCombination(elements, coefficients))
        .isInstanceOf(CryptoException.class);

    coefficients.set(LONG - 1, scalar(6));

    assertThat(engine.linearCombination(elements, coefficients)).isEqualTo(times(7));
  }

  @Test
  void refusesTheIdentityAlsoAsTheSumOfPartsThatAreNot() {
    List<Element> elements = Collections.nCopies(LONG, GENERATOR);
    List<Scalar> coefficients = new ArrayList<>(Collections.nCopies(LONG / 2, scalar(1)));
    coefficients.addAll(Collections.nCopies(LONG / 2, scalar(-1)));

    assertThatThrownBy(() -> engine.linearCombination(elements, coefficients))
        .isInstanceOf(CryptoException.class);
  }
}
