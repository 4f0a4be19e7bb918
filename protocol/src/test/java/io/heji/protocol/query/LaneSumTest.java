package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.Tags;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What gateway and bank check of a sum, at each bound and one beyond. */
class LaneSumTest {
  /** check; veto, known; holders and value of an open metric; holders, value, tag of a sealed. */
  private static final LaneLayout LAYOUT = new LaneLayout(List.of(false, true), 1);

  private static final long GREATEST = 2 * Rounding.VALUE_MAX;

  @Test
  void takesAsManyWhoKnowAndHoldAsThereAreAndNoTotalBeyondTheirs() {
    takes(0, 0, 2, 2, GREATEST, 2, Field61.P - 1, 5);
    refuses("masks do not cancel", 1, 0, 2, 2, 1, 2, 1, 1);
    refuses("know a subject", 0, 0, 3, 2, 1, 2, 1, 1);
    refuses("hold something", 0, 0, 1, 2, 1, 1, 1, 1);
    refuses("hold something", 0, 0, 1, 1, 1, 2, 1, 1);
    refuses("out of range", 0, 0, 2, 2, GREATEST + 1, 2, 1, 1);
  }

  /** The other numbers of a vetoed subject are noise, which says nothing of who withheld. */
  @Test
  void takesAnyNumbersOfAVetoedSubjectButNoMaskThatIsLeft() {
    takes(0, 7, 99, 999, GREATEST + 1, 9999, 1, 1);
    refuses("masks do not cancel", 1, 7, 99, 999, 1, 9999, 1, 1);
  }

  /** A veto of zero would be none, and an amount that overflows a small one. */
  @Test
  void aVetoIsNeverZeroAndNoAmountOverflows() {
    Iterator<Integer> drawn = List.of(0, 0, 1, 2, 3, 4, 5, 6, 7).iterator();
    long[] lanes =
        ContributionLanes.clear(
            LAYOUT,
            List.of(new SubjectRow.Veto()),
            Tags.of(SecretBytes.of(Sha256.of(Bytes.EMPTY)), Sha256.of(Bytes.EMPTY)),
            bytes -> bytes[bytes.length - 1] = drawn.next().byteValue());

    assertThat(lanes).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(Rounding.up(Long.MAX_VALUE, 10_000)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SubjectRow.Amounts(true, List.of(Rounding.VALUE_MAX + 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SubjectRow.Amounts(true, List.of(-1L)));
  }

  @Test
  void addsExactlyThePlatformsThatAreSummed() {
    Bytes zeros = Field61.encode(new long[LAYOUT.laneCount()]);
    for (Map<String, Bytes> others :
        List.of(Map.of("a", zeros), Map.of("a", zeros, "b", zeros, "c", zeros))) {
      refuses(
          ProblemType.CONTRIBUTION_INVALID,
          "not exactly those",
          () -> LaneSum.of(LAYOUT, Set.of("a", "b"), others));
    }
  }

  @Test
  void opensNoTotalThatIsBeyondTheRangeOrNotZeroWhereItMustBe() throws Exception {
    assertThat(opened(GREATEST, MetricState.VALUE, 0)).isEqualTo(GREATEST);
    assertThat(opened(0, MetricState.ZERO, 0)).isZero();
    refusesToOpen("out of range", GREATEST + 1, MetricState.VALUE, 0);
    refusesToOpen("must be zero", 1, MetricState.ZERO, 0);
    refusesToOpen("must be zero", 1, MetricState.NO_RECORD, 0);
    refusesToOpen("does not match its tag", 1, MetricState.VALUE, 1);
  }

  private static void refusesToOpen(String detail, long total, MetricState state, long wrongTag) {
    refuses(ProblemType.DISCLOSURE_INVALID, detail, () -> opened(total, state, wrongTag));
  }

  /** Opens a total under the right pads, with a tag that is off by so much. */
  private static long opened(long total, MetricState state, long wrongTag) throws RefusedException {
    Bytes query = Sha256.of(Bytes.EMPTY);
    SecretBytes secret = SecretBytes.of(query);
    int value = LAYOUT.value(0, 1);
    int tag = LAYOUT.tag(0, 1);
    long right = Field61.multiply(Tags.of(secret, query).lanes(LAYOUT.laneCount())[value], total);
    long paddedTotal = total;
    long paddedTag = Field61.add(right, wrongTag);
    for (String member : List.of("a", "b")) {
      long[] pads = Pads.of(secret, query, member).lanes(LAYOUT.laneCount());
      paddedTotal = Field61.add(paddedTotal, pads[value]);
      paddedTag = Field61.add(paddedTag, pads[tag]);
    }
    return new TotalOpening(LAYOUT, query, secret, Map.of("a", secret, "b", secret))
        .open(0, 1, state, new PaddedTotal(paddedTotal, paddedTag));
  }

  private static void takes(long... sum) {
    assertThatCode(() -> sum(sum)).doesNotThrowAnyException();
  }

  private static void refuses(String detail, long... sum) {
    refuses(ProblemType.CONTRIBUTION_INVALID, detail, () -> sum(sum));
  }

  private static LaneSum sum(long... lanes) throws RefusedException {
    Bytes zeros = Field61.encode(new long[lanes.length]);
    return LaneSum.of(LAYOUT, Set.of("a", "b"), Map.of("a", Field61.encode(lanes), "b", zeros));
  }

  private static void refuses(ProblemType type, String detail, ThrowingCallable reading) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(reading)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type))
        .satisfies(refused -> assertThat(refused.detail()).contains(detail));
  }
}
