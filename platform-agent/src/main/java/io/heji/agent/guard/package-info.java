/**
 * The differencing guard (docs/protocol, section 5): which sets a person was summed over, so that
 * two totals never differ by one platform's amount, and how often a person is asked about.
 *
 * <p>What it decides is a veto in that person's lanes and never a message: neither bank nor gateway
 * learns that a person is pinned, nor which platform vetoed. Pins hold keyed hashes of the company
 * group with the token and with the customer reference; no identity, no token, no amount.
 */
@NullMarked
package io.heji.agent.guard;

import org.jspecify.annotations.NullMarked;
