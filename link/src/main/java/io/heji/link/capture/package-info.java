/**
 * What one process had in hand, for the sandbox and for leak tests: protocol messages as they stand
 * after TLS, one JSON line each. Off unless a file is configured; a deployment must never configure
 * one, and who does is warned at every start.
 */
@NullMarked
package io.heji.link.capture;

import org.jspecify.annotations.NullMarked;
