/**
 * The group P-256 (RFC 9497 section 4.3): elements, scalars, and the engines that compute with
 * them.
 *
 * <p>{@link io.heji.crypto.group.Element} and the scalars are values without an engine; a {@link
 * io.heji.crypto.group.GroupEngine} takes lists of them, since the work comes in batches and that
 * is where engines differ. Every engine gives the same bytes; {@code bouncy-castle} is the
 * reference.
 *
 * <p>{@link io.heji.crypto.group.Scalar} is public; {@link io.heji.crypto.group.SecretScalar} is
 * not. Whatever takes one does the same steps on the same addresses whatever its number is, as far
 * as source code can say that; docs/adr/0011 says on what it rests (arithmetic on lanes without
 * masks for {@code vector}, OpenSSL's own care for {@code libcrypto}, Bouncy Castle's for the
 * reference).
 */
@NullMarked
package io.heji.crypto.group;

import org.jspecify.annotations.NullMarked;
