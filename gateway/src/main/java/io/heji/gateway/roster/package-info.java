/**
 * The signed documents: loaded from a folder at start, verified like everybody's, handed to whoever
 * asks.
 */
@NullMarked
package io.heji.gateway.roster;

import org.jspecify.annotations.NullMarked;
