/**
 * The stores of {@link io.heji.store} in memory, for tests and simulations. Durable for as long as
 * the process lives, which is all a test can see.
 */
@NullMarked
package io.heji.store.memory;

import org.jspecify.annotations.NullMarked;
