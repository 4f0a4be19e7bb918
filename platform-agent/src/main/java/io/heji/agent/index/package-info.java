/**
 * Which customer a token stands for: a keyed hash of the token leads to the platform's own
 * reference, in the agent's own database.
 */
@NullMarked
package io.heji.agent.index;

import org.jspecify.annotations.NullMarked;
