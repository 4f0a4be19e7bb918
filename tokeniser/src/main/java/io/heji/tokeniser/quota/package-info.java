/**
 * How much one asker may have evaluated, by this tokeniser's own count (docs/protocol, section 4).
 * Whoever tokenises without bound could tabulate identities; no single tokeniser, and not the
 * gateway, is believed to have counted.
 */
@NullMarked
package io.heji.tokeniser.quota;

import org.jspecify.annotations.NullMarked;
