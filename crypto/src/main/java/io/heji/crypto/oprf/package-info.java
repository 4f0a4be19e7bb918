/**
 * Oblivious pseudorandom functions of RFC 9497, suite P256-SHA256, with the key split additively
 * over tokenisers.
 *
 * <pre>
 *   asker                                       tokeniser t (share k_t, public k_t·G)
 *   r fresh; B = r · H(input)   ── B ──▶        Z_t = k_t · B; proof that log_G(k_t·G) = log_B(Z_t)
 *                               ◀─ Z_t, proof ──
 *   verify every proof; Z = Σ Z_t; N = Z / r = (Σ k_t) · H(input)
 *   output = SHA-256(input, N, "Finalize")      exactly RFC 9497's output under the key Σ k_t
 * </pre>
 *
 * A tokeniser sees uniformly random points; the asker learns one output an element and nothing of
 * any share.
 */
@NullMarked
package io.heji.crypto.oprf;

import org.jspecify.annotations.NullMarked;
