package io.heji.protocol.query;

import io.heji.crypto.Randomness;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.LaneStream;
import io.heji.protocol.query.SubjectRow.Amounts;
import io.heji.protocol.query.SubjectRow.Veto;
import java.nio.ByteBuffer;
import java.util.List;

/** Lays a platform's numbers into lanes and masks them. */
public final class ContributionLanes {
  private ContributionLanes() {}

  /**
   * The lanes before pads and masks.
   *
   * @param rows one a subject
   * @param tags β, read at the lane of a sealed value
   * @param randomness for the lanes of vetoed subjects
   */
  public static long[] clear(
      LaneLayout layout, List<SubjectRow> rows, LaneStream tags, Randomness randomness) {
    if (rows.size() != layout.subjects()) {
      throw new IllegalArgumentException(
          rows.size() + " rows for " + layout.subjects() + " subjects");
    }
    long[] betas = tags.lanes(layout.laneCount());
    long[] lanes = new long[layout.laneCount()];
    for (int subject = 0; subject < rows.size(); subject++) {
      switch (rows.get(subject)) {
        case Amounts amounts -> fill(lanes, layout, subject, amounts, betas);
        case Veto() -> fillAtRandom(lanes, layout, subject, randomness);
      }
    }
    return lanes;
  }

  private static void fill(
      long[] lanes, LaneLayout layout, int subject, Amounts row, long[] betas) {
    if (row.values().size() != layout.metrics()) {
      throw new IllegalArgumentException("bug: a row with another number of metrics");
    }
    lanes[layout.known(subject)] = row.known() ? 1 : 0;
    for (int metric = 0; metric < layout.metrics(); metric++) {
      long value = row.values().get(metric);
      int valueLane = layout.value(subject, metric);
      lanes[layout.holders(subject, metric)] = value > 0 ? 1 : 0;
      lanes[valueLane] = value;
      if (layout.isSealed(metric)) {
        lanes[layout.tag(subject, metric)] = Field61.multiply(betas[valueLane], value);
      }
    }
  }

  /**
   * A veto is a random non-zero number, so that two vetoes do not show as 2; all else is random
   * too, so that the sums say nothing.
   */
  private static void fillAtRandom(
      long[] lanes, LaneLayout layout, int subject, Randomness randomness) {
    int first = layout.veto(subject);
    int end = subject + 1 < layout.subjects() ? layout.veto(subject + 1) : layout.laneCount();
    do {
      lanes[first] = randomElement(randomness);
    } while (lanes[first] == 0);
    for (int lane = first + 1; lane < end; lane++) {
      lanes[lane] = randomElement(randomness);
    }
  }

  private static long randomElement(Randomness randomness) {
    long candidate;
    do {
      // P is 61 ones: masking leaves 0 … P, of which P itself is drawn again.
      candidate = ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong() & Field61.P;
    } while (!Field61.isElement(candidate));
    return candidate;
  }

  /**
   * What leaves the platform: clear lanes, plus pads on sealed values and their tags, plus the
   * member's masks on every lane.
   *
   * @param pads the member's pad stream
   * @param masks the signed sum of its pairwise masks, one a lane
   */
  public static long[] masked(LaneLayout layout, long[] clear, LaneStream pads, long[] masks) {
    if (clear.length != layout.laneCount() || masks.length != layout.laneCount()) {
      throw new IllegalArgumentException("bug: lanes of another layout");
    }
    long[] padLanes = pads.lanes(layout.laneCount());
    long[] lanes = new long[clear.length];
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = Field61.add(clear[lane], masks[lane]);
    }
    for (int subject = 0; subject < layout.subjects(); subject++) {
      for (int metric = 0; metric < layout.metrics(); metric++) {
        if (layout.isSealed(metric)) {
          addPad(lanes, padLanes, layout.value(subject, metric));
          addPad(lanes, padLanes, layout.tag(subject, metric));
        }
      }
    }
    return lanes;
  }

  private static void addPad(long[] lanes, long[] pads, int lane) {
    lanes[lane] = Field61.add(lanes[lane], pads[lane]);
  }
}
