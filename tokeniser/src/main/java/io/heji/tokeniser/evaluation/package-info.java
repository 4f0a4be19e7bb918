/**
 * One tokeniser's part of round 1: check the asker's request, charge its quota, evaluate with this
 * tokeniser's share, prove it (docs/protocol, section 4; RFC 9497 section 3.3.2).
 *
 * <pre>
 *   asker ── request, blinded elements ──▶ gateway ──▶ every tokeniser: {@link io.heji.tokeniser.evaluation.Evaluator}
 *   asker ◀── evaluated elements, proof ── gateway ◀── each under its own share
 * </pre>
 *
 * A tokeniser sees blinded elements, which say nothing of a person, and who asks for how many. It
 * believes the gateway nothing: what it answers, it answers to the signature of the asker.
 */
@NullMarked
package io.heji.tokeniser.evaluation;

import org.jspecify.annotations.NullMarked;
