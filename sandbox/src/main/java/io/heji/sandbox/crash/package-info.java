/**
 * Kills processes at random under load, and looks afterwards whether anything was lost, doubled or
 * wrong.
 */
@NullMarked
package io.heji.sandbox.crash;

import org.jspecify.annotations.NullMarked;
