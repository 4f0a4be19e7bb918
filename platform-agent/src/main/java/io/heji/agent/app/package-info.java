/**
 * The application: configuration, start-up, health, and where clocks, randomness and keys come
 * from.
 */
@NullMarked
package io.heji.agent.app;

import org.jspecify.annotations.NullMarked;
