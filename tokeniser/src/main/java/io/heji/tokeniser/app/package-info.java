/**
 * The tokeniser as a process: configuration, link, database, health. The rules are in {@link
 * io.heji.tokeniser.evaluation} and {@link io.heji.tokeniser.quota}; here they are given their
 * clock, randomness, keys and stores, and nothing is decided.
 *
 * <p>It dials the gateway and listens to nobody; health and metrics stand on the loopback address.
 */
@NullMarked
package io.heji.tokeniser.app;

import org.jspecify.annotations.NullMarked;
