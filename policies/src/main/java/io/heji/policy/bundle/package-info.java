/**
 * The policy bundle: what n of m regulators sign about who may ask what, for which purpose, how
 * coarsely and how often. Reading it is strict: a bundle with a member, form or metric that this
 * version does not know is not adopted, since it might restrict what this version would allow.
 */
@NullMarked
package io.heji.policy.bundle;

import org.jspecify.annotations.NullMarked;
