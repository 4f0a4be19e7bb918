/**
 * Predicts by hand-written SQL, value and state, what the federation must answer. Shares no code
 * with agents, gateway or policies: it repeats the rules from their description, so that an error
 * has to be made twice to stay hidden.
 */
@NullMarked
package io.heji.sandbox.checker;

import org.jspecify.annotations.NullMarked;
