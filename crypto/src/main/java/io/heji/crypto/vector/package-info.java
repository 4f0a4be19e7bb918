/**
 * P-256 in bulk: eight numbers side by side in the lanes of the JDK's Vector API ({@code
 * jdk.incubator.vector}). Only {@link io.heji.crypto.vector.BulkP256} is for others; bytes go in
 * and come out.
 *
 * <p>To read it, bottom up: {@link io.heji.crypto.vector.Lanes} (how eight numbers lie in an array)
 * → {@link io.heji.crypto.vector.Field29} (the field, with the bounds that keep it from
 * overflowing), whose two kernels are {@link io.heji.crypto.vector.RowProducts} and {@link
 * io.heji.crypto.vector.ColumnSquares} → {@link io.heji.crypto.vector.LaneChoice} (choices without
 * branches) → {@link io.heji.crypto.vector.FieldPower} (inverses and square roots) → {@link
 * io.heji.crypto.vector.Jacobian} (doubling and addition) → {@link
 * io.heji.crypto.vector.OddMultiples} and {@link io.heji.crypto.vector.SignedWindows} (scalar
 * multiplication in constant time) → {@link io.heji.crypto.vector.HashToField}, {@link
 * io.heji.crypto.vector.SimplifiedSwu}, {@link io.heji.crypto.vector.HashToCurve} (RFC 9380) → over
 * public data: {@link io.heji.crypto.vector.AffineSums} (pairs), {@link
 * io.heji.crypto.vector.SegmentSums} (many lists) and {@link io.heji.crypto.vector.BucketSums}
 * (linear combinations), {@link io.heji.crypto.vector.Decompression}.
 *
 * <p>Secrets: no branch and no address depends on a scalar or on a coordinate in scalar
 * multiplication and in hashing. Sums, linear combinations and decompression are for public data,
 * and use {@link io.heji.crypto.vector.PublicInversion}.
 */
@NullMarked
package io.heji.crypto.vector;

import org.jspecify.annotations.NullMarked;
