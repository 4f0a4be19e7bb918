/** X25519 key agreement (RFC 7748), strict: one encoding for each key, no all-zero secret. */
@NullMarked
package io.heji.crypto.agreement;

import org.jspecify.annotations.NullMarked;
