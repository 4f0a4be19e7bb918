/**
 * The agent on a platform's premises: what it keeps or waits for has its limits in {@link
 * io.heji.agent.AgentLimits}; what it does is in the packages below.
 */
@NullMarked
package io.heji.agent;

import org.jspecify.annotations.NullMarked;
