/**
 * Round 2 at the gateway, steps 1 to 4 of the order of work: authenticate, decide, record durably,
 * ask every member of S, add up, disclose. It sees blobs it cannot open, lanes that are noise one
 * by one, counts of platforms, and the totals of metrics that are not sealed.
 */
@NullMarked
package io.heji.gateway.query;

import org.jspecify.annotations.NullMarked;
