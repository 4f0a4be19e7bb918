/**
 * Round 1 at the gateway: relays blinded elements to every tokeniser. It sees uniformly random
 * points and who tokenises how much, nothing of whom.
 */
@NullMarked
package io.heji.gateway.token;

import org.jspecify.annotations.NullMarked;
