/**
 * OpenSSL's libcrypto, called by the JDK's foreign functions: how the library is found, checked and
 * initialised, how its functions are bound, and how what it allocated is freed.
 *
 * <p>No native code of our own. Where the library is absent, too old or another one under its name,
 * that is said with the reason, and who wanted it goes on without.
 */
@NullMarked
package io.heji.crypto.libcrypto;

import org.jspecify.annotations.NullMarked;
