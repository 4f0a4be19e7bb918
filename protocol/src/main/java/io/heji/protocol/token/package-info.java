/**
 * Round 1: from a subject to its token, once a person and epoch (RFC 9497, mode VOPRF, key split
 * over the tokenisers).
 *
 * <pre>
 *   asker: TokenRound.blind ─ elements + EvaluationRequest (JWS) ─▶ gateway ─▶ every tokeniser: SignedEvaluationRequest.verify, evaluate, prove
 *   asker: TokenRound.finish ◀──────── EvaluationAnswer of each ──────────────┘
 * </pre>
 *
 * Elements are uniformly random to everybody but the asker. A {@link io.heji.protocol.token.Token}
 * may be known to the asker and to the platforms that are asked about the person, to nobody else.
 */
@NullMarked
package io.heji.protocol.token;

import org.jspecify.annotations.NullMarked;
