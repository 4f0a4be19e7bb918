/**
 * Measurements. Each prints what it measured, beside an anchor that it measured in the same run.
 *
 * <p>{@link io.heji.sandbox.bench.TimingBench}: does the time of an agent's answer tell whether it
 * knows the person? {@link io.heji.sandbox.bench.QueryBench}: what does a whole question take, and
 * of whom? {@link io.heji.sandbox.bench.IndexBench}: how fast is a whole book tokenised? How each
 * figure is measured stands in docs/reference/benchmarks.md.
 */
@NullMarked
package io.heji.sandbox.bench;

import org.jspecify.annotations.NullMarked;
