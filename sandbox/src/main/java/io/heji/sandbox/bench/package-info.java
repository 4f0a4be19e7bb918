/**
 * Measurements. Each prints what it measured, beside an anchor that it measured in the same run.
 *
 * <p>{@link io.heji.sandbox.bench.TimingBench}: does the time of an agent's answer tell whether it
 * knows the person? {@link io.heji.sandbox.bench.QueryBench}: what does a whole question take, and
 * of whom? {@link io.heji.sandbox.bench.IndexBench}: how fast is a whole book tokenised? {@link
 * io.heji.sandbox.bench.TokensBench}: what does each step of it cost, by engine? {@link
 * io.heji.sandbox.bench.EngineComparison}: do all engines give the same bytes? How each figure is
 * measured stands in docs/reference/benchmarks.md.
 */
@NullMarked
package io.heji.sandbox.bench;

import org.jspecify.annotations.NullMarked;
