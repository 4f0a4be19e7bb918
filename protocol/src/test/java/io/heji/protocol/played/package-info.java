/**
 * A small federation with all its private keys, for the tests of every module.
 *
 * <p>It is here, in the lowest module that can hold it, and the others have it by this module's
 * test-jar: each extends {@link io.heji.protocol.played.PlayedParties} by what its own tests ask
 * for.
 */
@NullMarked
package io.heji.protocol.played;

import org.jspecify.annotations.NullMarked;
