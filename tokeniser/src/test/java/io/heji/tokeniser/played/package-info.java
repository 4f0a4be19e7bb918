/** A small federation with all its private keys, for the tests of a tokeniser. */
@NullMarked
package io.heji.tokeniser.played;

import org.jspecify.annotations.NullMarked;
