/** A gateway's end of the link that does what a test tells it, and a CA of its own. */
@NullMarked
package io.heji.link.played;

import org.jspecify.annotations.NullMarked;
