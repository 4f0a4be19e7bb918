/**
 * A gateway's end of the link that does what a test tells it, a CA of its own, and a role that is
 * packaged as a process.
 */
@NullMarked
package io.heji.link.played;

import org.jspecify.annotations.NullMarked;
