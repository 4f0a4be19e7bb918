/**
 * The gateway's own limits. What it does is in the packages below: it relays blinded elements, asks
 * every platform of S, adds up what it cannot read, and discloses what policy permits.
 */
@NullMarked
package io.heji.gateway;

import org.jspecify.annotations.NullMarked;
