/**
 * What every role must remember across restarts, whatever it does: which messages it accepted, how
 * much of a quota is used, which documents it went by. The interfaces say what is guaranteed; the
 * {@code …Store} classes keep it in the role's own PostgreSQL database, and {@link
 * io.heji.store.memory} in memory for tests and simulations.
 *
 * <p>No identity, token or amount is ever given to these stores.
 */
@NullMarked
package io.heji.store;

import org.jspecify.annotations.NullMarked;
