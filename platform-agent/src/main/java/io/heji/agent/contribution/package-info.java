/**
 * A contribution: rounded, laid into lanes, masked, signed, stored before it leaves, and never
 * computed twice.
 */
@NullMarked
package io.heji.agent.contribution;

import org.jspecify.annotations.NullMarked;
