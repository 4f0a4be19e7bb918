package io.heji.crypto.vector;

import java.util.HashMap;
import java.util.Map;

/**
 * Sums of many short lists of points at once. In each round the points of every list are added two
 * by two, whatever list they belong to, so that all additions of a round share inversions; a list
 * of m points takes ⌈log₂ m⌉ rounds.
 */
final class SegmentSums {
  /** Groups that share one inversion; what they take is to stay in the second cache. */
  private static final int GROUPS_MAX = 64;

  private final PointStore store;

  /** One of 2^i groups for each i, made when first needed. */
  private final Map<Integer, AffineSums> kernels = new HashMap<>();

  /** What is to be added in this round, and where its reference goes. */
  private int[] left = new int[0];

  private int[] right = left;
  private int[] place = left;

  SegmentSums(PointStore store) {
    this.store = store;
  }

  /**
   * The reference to the sum of each segment, {@link PointStore#NONE} for an empty one.
   *
   * @param references segment after segment; overwritten
   * @param lengths of each segment; overwritten
   */
  int[] sum(int[] references, int[] lengths) {
    int room = references.length / 2;
    if (left.length < room) {
      left = new int[room];
      right = new int[room];
      place = new int[room];
    }
    while (!isReduced(lengths)) {
      addPairs(references, halve(references, lengths));
    }
    int[] sums = new int[lengths.length];
    int from = 0;
    for (int segment = 0; segment < lengths.length; segment++) {
      sums[segment] = lengths[segment] == 0 ? PointStore.NONE : references[from];
      from += lengths[segment];
    }
    return sums;
  }

  private static boolean isReduced(int[] lengths) {
    for (int length : lengths) {
      if (length > 1) {
        return false;
      }
    }
    return true;
  }

  /** Notes the pairs to add and closes up the segments. Returns how many pairs there are. */
  private int halve(int[] references, int[] lengths) {
    int pairs = 0;
    int from = 0;
    int to = 0;
    for (int segment = 0; segment < lengths.length; segment++) {
      int length = lengths[segment];
      for (int i = 0; i + 1 < length; i += 2) {
        int a = references[from + i];
        int b = references[from + i + 1];
        if (a == PointStore.NONE || b == PointStore.NONE) {
          references[to++] = a == PointStore.NONE ? b : a;
        } else {
          left[pairs] = a;
          right[pairs] = b;
          place[pairs++] = to++;
        }
      }
      if ((length & 1) != 0) {
        references[to++] = references[from + length - 1];
      }
      from += length;
      lengths[segment] = (length + 1) / 2;
    }
    return pairs;
  }

  private void addPairs(int[] references, int pairs) {
    int from = 0;
    while (from < pairs) {
      AffineSums kernel = kernelFor(pairs - from);
      int count = Math.min(kernel.size(), pairs - from);
      for (int i = 0; i < kernel.size(); i++) {
        int pair = from + Math.min(i, count - 1);
        store.load(left[pair], kernel.left, i);
        store.load(right[pair], kernel.right, i);
      }
      kernel.add();
      int first = store.count();
      store.append(kernel.sum, count);
      for (int i = 0; i < count; i++) {
        boolean isIdentity = (kernel.identity[i / Lanes.WIDTH] >>> (i % Lanes.WIDTH) & 1) != 0;
        references[place[from + i]] =
            isIdentity ? PointStore.NONE : PointStore.reference(first + i, 0);
      }
      from += count;
    }
  }

  /** The smallest that has room for so many, or the largest. */
  private AffineSums kernelFor(int pairs) {
    int groups = 1;
    while (groups < GROUPS_MAX && groups * Lanes.WIDTH < pairs) {
      groups *= 2;
    }
    return kernels.computeIfAbsent(groups, AffineSums::new);
  }
}
