package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.Tags;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import java.util.Map;

/**
 * The bank's opening of sealed totals: takes every member's pads off and checks the tag, so that a
 * total that anybody changed is refused and not shown. Immutable.
 */
public final class TotalOpening {
  private final LaneLayout layout;
  private final int members;
  private final long[] betas;
  private final long[] padSums;

  /**
   * Prepares to open the answer to one query.
   *
   * @param padSeeds the seed sealed to each member of S
   */
  public TotalOpening(
      LaneLayout layout, Bytes queryHash, SecretBytes tagKey, Map<String, SecretBytes> padSeeds) {
    this.layout = layout;
    this.members = padSeeds.size();
    this.betas = Tags.of(tagKey, queryHash).lanes(layout.laneCount());
    this.padSums = new long[layout.laneCount()];
    padSeeds.forEach(
        (member, seed) -> {
          long[] pads = Pads.of(seed, queryHash, member).lanes(layout.laneCount());
          for (int lane = 0; lane < pads.length; lane++) {
            padSums[lane] = Field61.add(padSums[lane], pads[lane]);
          }
        });
  }

  /**
   * The total of one sealed metric, checked in this order: the tag, 0 ≤ total ≤ |S|·(2^53 − 1),
   * that {@code no-record} and {@code zero} open to 0.
   *
   * @throws RefusedException {@code disclosure-invalid}
   */
  public long open(int subject, int metric, MetricState state, PaddedTotal padded)
      throws RefusedException {
    int valueLane = layout.value(subject, metric);
    long total = Field61.subtract(padded.total(), padSums[valueLane]);
    long tag = Field61.subtract(padded.tag(), padSums[layout.tag(subject, metric)]);
    if (Field61.multiply(betas[valueLane], total) != tag) {
      throw refused("a sealed total does not match its tag");
    }
    if (total > members * Rounding.VALUE_MAX) {
      throw refused("a sealed total is out of range");
    }
    if (state != MetricState.VALUE && total != 0) {
      throw refused("a total that must be zero is not");
    }
    return total;
  }

  private static RefusedException refused(String why) {
    return new RefusedException(ProblemType.DISCLOSURE_INVALID, why);
  }
}
