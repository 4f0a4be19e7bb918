/**
 * Refusals as RFC 9457 problems, from the closed list; no stack trace, no echo of what was sent.
 */
@NullMarked
package io.heji.gateway.problem;

import org.jspecify.annotations.NullMarked;
