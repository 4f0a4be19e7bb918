/** ES256 signatures: ECDSA on P-256 with SHA-256, raw r‖s as in JWS (RFC 7518 section 3.4). */
@NullMarked
package io.heji.crypto.sign;

import org.jspecify.annotations.NullMarked;
