/**
 * Signed messages: JWS (RFC 7515), ES256 only.
 *
 * <p>{@link io.heji.protocol.jws.CompactJws} for what one party signs, {@link
 * io.heji.protocol.jws.QuorumJws} (general JSON serialization) for what several regulators sign.
 * The protected header is exactly {@code alg}, {@code kid}, {@code typ}; nothing else may stand in
 * it, and nothing outside it is read. So there is no algorithm to confuse, and no document can pass
 * for one of another type.
 */
@NullMarked
package io.heji.protocol.jws;

import org.jspecify.annotations.NullMarked;
