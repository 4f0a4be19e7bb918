/**
 * What can be asked: the closed catalogue of metrics and the forms in which policy discloses them.
 *
 * <p>Specification: {@code docs/protocol}, §6 and §7; units, meanings and windows in {@code
 * docs/reference/metrics.md}. An unknown name is refused, never ignored.
 */
@NullMarked
package io.heji.protocol.metric;

import org.jspecify.annotations.NullMarked;
