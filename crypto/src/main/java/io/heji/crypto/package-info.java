/**
 * Primitives that know nothing of credit, banks or HTTP: byte strings, secrets, hashes, randomness.
 *
 * <p>Public values are {@link io.heji.crypto.Bytes}: immutable, compared by content, printed as
 * hex. Secrets are {@link io.heji.crypto.SecretBytes}: never printed, compared in constant time
 * only, and read only by those who show a {@link io.heji.crypto.SecretAccess}, so that one search
 * lists every reader.
 *
 * <p>Failures of cryptography are one {@link io.heji.crypto.CryptoException} that tells no reason:
 * the difference between "wrong key" and "wrong tag" is what attackers ask for.
 */
@NullMarked
package io.heji.crypto;

import org.jspecify.annotations.NullMarked;
