/** A whole federation with all its private keys, for the tests of a gateway. */
@NullMarked
package io.heji.gateway.played;

import org.jspecify.annotations.NullMarked;
