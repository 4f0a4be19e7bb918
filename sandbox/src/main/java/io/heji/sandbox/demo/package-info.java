/**
 * The demo: brings a whole federation up on one machine, lets a bank ask, and shows what each party
 * saw.
 *
 * <p>In the order in which it runs: {@link io.heji.sandbox.demo.FederationHome} (one folder, one
 * demo at a time) → {@link io.heji.sandbox.demo.Bringup} (database, documents, loans, processes) →
 * {@link io.heji.sandbox.demo.WalkThrough} (one question, told to a banker) → the check against
 * plain SQL.
 *
 * <p>The sandbox holds every role's keys in one folder and captures what each process saw. That is
 * what makes the walk-through honest, and why it must never hold real people's data.
 */
@NullMarked
package io.heji.sandbox.demo;

import org.jspecify.annotations.NullMarked;
