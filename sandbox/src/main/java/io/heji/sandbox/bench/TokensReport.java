package io.heji.sandbox.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@link TokensBench} found.
 *
 * @param openssl all samples of {@code openssl speed ecdhp256}
 * @param opensslByClock the same with {@code -elapsed}, beside the rows that count by the clock
 * @param leftOut engines that were not measured, or that {@code auto} passed over
 */
public record TokensReport(
    Machine machine,
    Anchor.Samples openssl,
    Anchor.Samples opensslByClock,
    List<LeftOut> leftOut,
    List<Row> rows) {
  private static final String AUTO = "auto";
  private static final int SINGLE = 1;
  private static final int BULK = 1_000;

  private static final double EVALUATE_MIN = 2.4;
  private static final double OWN_SCALAR_MIN = 2.2;
  private static final double PROOF_MAX = 1.5;
  private static final double VERIFY_MAX = 0.6;
  private static final double SINGLE_MAX = 1.3;

  /** Of a single evaluation with proof: k·C, k·M, r·G, r·M. */
  private static final int SINGLE_MULTIPLICATIONS = 4;

  public TokensReport {
    leftOut = List.copyOf(leftOut);
    rows = List.copyOf(rows);
  }

  /** An engine that is not there, and why. */
  public record LeftOut(String engine, String reason) {}

  /**
   * One figure.
   *
   * @param engine which
   * @param cores how many it was given
   * @param batch elements at a time
   * @param step what was done
   * @param micros for each element
   * @param opensslBefore microseconds of a multiplication by {@code openssl speed} just before
   * @param opensslAfter the same just after
   */
  public record Row(
      String engine,
      int cores,
      int batch,
      TokenStep step,
      double micros,
      @Nullable Double opensslBefore,
      @Nullable Double opensslAfter) {
    /** Of the two neighbours the mean; null without openssl. */
    @JsonProperty
    public @Nullable Double openssl() {
      Double before = opensslBefore;
      Double after = opensslAfter;
      return before == null || after == null ? null : Double.valueOf((before + after) / 2);
    }

    /** How many elements are done in the time of one multiplication by openssl. */
    @JsonProperty
    public @Nullable Double ratio() {
      Double anchor = openssl();
      return anchor == null ? null : Double.valueOf(anchor / micros);
    }
  }

  /**
   * A figure that should be reached, all by engine {@code auto} on one core.
   *
   * @param atLeast whether the limit is the least or the most
   */
  public record Target(String what, boolean atLeast, double limit, double measured) {
    @JsonProperty
    public boolean met() {
      return atLeast ? measured >= limit : measured <= limit;
    }
  }

  /** How many times as fast as one core. */
  public record Scaling(TokenStep step, int cores, double timesOneCore) {}

  /** The targets whose figures were measured. */
  @JsonProperty
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    atLeast(targets, TokenStep.EVALUATE, EVALUATE_MIN);
    atLeast(targets, TokenStep.BLIND_PRODUCT, OWN_SCALAR_MIN);
    atLeast(targets, TokenStep.BLIND, OWN_SCALAR_MIN);
    atLeast(targets, TokenStep.UNBLIND_PRODUCT, OWN_SCALAR_MIN);
    atLeast(targets, TokenStep.UNBLIND, OWN_SCALAR_MIN);
    Optional<Row> evaluate = row(BULK, TokenStep.EVALUATE);
    Optional<Row> proven = row(BULK, TokenStep.EVALUATE_AND_PROVE);
    if (evaluate.isPresent() && proven.isPresent()) {
      double times = proven.get().micros() / evaluate.get().micros();
      targets.add(
          new Target(
              "evaluate and prove, batches of 1,000: times the multiplication alone",
              false,
              PROOF_MAX,
              times));
    }
    atMost(
        targets,
        row(BULK, TokenStep.VERIFY),
        "verify, batches of 1,000: multiplications by openssl an element",
        VERIFY_MAX,
        1);
    atMost(
        targets,
        row(SINGLE, TokenStep.EVALUATE_AND_PROVE),
        "evaluate and prove, a single one: times four multiplications by openssl",
        SINGLE_MAX,
        SINGLE_MULTIPLICATIONS);
    return targets;
  }

  private void atLeast(List<Target> targets, TokenStep step, double limit) {
    Optional<Row> row = row(BULK, step);
    if (row.isPresent()) {
      Double ratio = row.get().ratio();
      if (ratio != null) {
        targets.add(
            new Target(step.label() + ", batches of 1,000: times openssl", true, limit, ratio));
      }
    }
  }

  private static void atMost(
      List<Target> targets, Optional<Row> row, String what, double limit, int multiplications) {
    if (row.isPresent()) {
      Double ratio = row.get().ratio();
      if (ratio != null) {
        targets.add(new Target(what, false, limit, 1 / (ratio * multiplications)));
      }
    }
  }

  private Optional<Row> row(int batch, TokenStep step) {
    return rows.stream()
        .filter(row -> row.engine().equals(AUTO) && row.cores() == 1 && row.batch() == batch)
        .filter(row -> row.step() == step)
        .findFirst();
  }

  /** The rows that spread one batch over cores, beside the one with a single core. */
  @JsonProperty
  public List<Scaling> scaling() {
    List<Scaling> scaling = new ArrayList<>();
    for (Row row : rows) {
      if (row.cores() > 1) {
        rows.stream()
            .filter(one -> one.cores() == 1 && one.batch() == row.batch())
            .filter(one -> one.step() == row.step() && one.engine().equals(row.engine()))
            .reduce((_, last) -> last)
            .ifPresent(
                one ->
                    scaling.add(new Scaling(row.step(), row.cores(), one.micros() / row.micros())));
      }
    }
    return scaling;
  }
}
