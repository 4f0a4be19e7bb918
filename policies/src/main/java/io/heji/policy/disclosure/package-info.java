/**
 * The disclosure rules (protocol section 7): what may be said of a sum that is known to the gateway
 * only as counts of platforms.
 */
@NullMarked
package io.heji.policy.disclosure;

import org.jspecify.annotations.NullMarked;
