/**
 * The command line of the sandbox: options, clocks and randomness of the real world, exit codes.
 */
@NullMarked
package io.heji.sandbox.app;

import org.jspecify.annotations.NullMarked;
