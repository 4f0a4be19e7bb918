/**
 * Hybrid public key encryption, base mode (RFC 9180), one suite: DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256, AES-256-GCM. One message a context.
 *
 * <p>It hides the message from everybody but the key's holder and binds it to {@code info} and
 * {@code aad}. It does not say who sent it.
 */
@NullMarked
package io.heji.crypto.hpke;

import org.jspecify.annotations.NullMarked;
