package io.heji.agent.contribution;

import io.heji.agent.source.PlatformSource.SubjectValues;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.PairwiseMasks;
import io.heji.crypto.mask.Tags;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.policy.bundle.MetricRule;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.ContributionLanes;
import io.heji.protocol.query.LaneLayout;
import io.heji.protocol.query.Rounding;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.query.SubjectRow;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Makes a contribution of values: rounds, lays into lanes, masks, signs. Thread-safe. */
public final class ContributionMaker {
  private final PartyId self;
  private final Es256PrivateKey signing;
  private final Randomness randomness;

  public ContributionMaker(PartyId self, Es256PrivateKey signing, Randomness randomness) {
    this.self = self;
    this.signing = signing;
    this.randomness = randomness;
  }

  /**
   * The contribution, once for a query: the caller stores it before it leaves and never makes
   * another.
   *
   * @param rows one a subject
   */
  public Contribution make(
      Federation federation,
      SummedSet set,
      SignedQuery query,
      EpochSecrets secrets,
      SealedTokens opened,
      List<SubjectRow> rows,
      long dataAsOf,
      long indexAsOf)
      throws RefusedException {
    LaneLayout layout = query.query().layout();
    long[] clear =
        ContributionLanes.clear(layout, rows, Tags.of(opened.tagKey(), query.hash()), randomness);
    long[] masks = masks(federation, set, query, secrets, layout.laneCount());
    long[] lanes =
        ContributionLanes.masked(
            layout, clear, Pads.of(opened.padSeed(), query.hash(), self.value()), masks);
    Bytes encoded = Field61.encode(lanes);
    return Contribution.sign(signing, query.hash(), set.hash(), encoded, dataAsOf, indexAsOf);
  }

  private long[] masks(
      Federation federation, SummedSet set, SignedQuery query, EpochSecrets secrets, int laneCount)
      throws RefusedException {
    try {
      return PairwiseMasks.sum(
          self.value(),
          secrets.mask(),
          federation.maskKeys(set),
          query.hash(),
          set.hash(),
          laneCount);
    } catch (CryptoException unusableKey) {
      throw new RefusedException(
          ProblemType.WRONG_ROSTER, "a mask key of the roster cannot be used");
    }
  }

  /**
   * The rows of all subjects: a veto where the guard says so, after the same work.
   *
   * @param terms policy's units, one a metric in query order
   * @param supplied what this platform's key statement says that it supplies: the rest counts 0,
   *     since it is not counted as covered either
   */
  public static List<SubjectRow> rows(
      List<SubjectValues> values,
      List<MetricRule> terms,
      Set<Metric> supplied,
      List<Boolean> vetoedByGuard) {
    List<SubjectRow> rows = new ArrayList<>();
    for (int subject = 0; subject < values.size(); subject++) {
      SubjectRow row = row(values.get(subject), terms, supplied);
      rows.add(vetoedByGuard.get(subject) ? new SubjectRow.Veto() : row);
    }
    return rows;
  }

  /** Rounded values; a veto where one is out of range or could not be read. */
  static SubjectRow row(SubjectValues subject, List<MetricRule> terms, Set<Metric> supplied) {
    return switch (subject) {
      case SubjectValues.Unreadable() -> new SubjectRow.Veto();
      case SubjectValues.Values values -> {
        List<Long> rounded = new ArrayList<>();
        boolean inRange = true;
        for (int metric = 0; metric < terms.size(); metric++) {
          MetricRule rule = terms.get(metric);
          long exact = supplied.contains(rule.metric()) ? values.values().get(metric) : 0;
          OptionalLong value = Rounding.up(exact, rule.unit());
          inRange &= value.isPresent();
          rounded.add(value.orElse(0));
        }
        yield inRange ? new SubjectRow.Amounts(values.known(), rounded) : new SubjectRow.Veto();
      }
    };
  }
}
