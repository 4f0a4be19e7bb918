/**
 * The application: configuration, start-up checks, the two listeners, and where clocks, randomness
 * and keys come from.
 */
@NullMarked
package io.heji.gateway.app;

import org.jspecify.annotations.NullMarked;
