/**
 * Measurements. Each prints what it measured, beside an anchor that it measured in the same run.
 *
 * <p>{@link io.heji.sandbox.bench.TimingBench}: does the time of an agent's answer tell whether it
 * knows the person?
 */
@NullMarked
package io.heji.sandbox.bench;

import org.jspecify.annotations.NullMarked;
