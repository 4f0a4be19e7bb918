/**
 * The decision: may this bank ask this, for this purpose, now? Default deny. The same plain engine
 * over plain facts at the gateway and, on its own copies, at each agent.
 */
@NullMarked
package io.heji.policy.decision;

import org.jspecify.annotations.NullMarked;
