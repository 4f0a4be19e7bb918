/**
 * A whole federation on one machine: {@link io.heji.sandbox.federation.Sandbox} brings it up and
 * ends it.
 *
 * <p>In the order in which it runs: {@link io.heji.sandbox.federation.FederationHome} (one folder,
 * one run at a time) → {@link io.heji.sandbox.federation.Bringup} (database, documents, loans,
 * processes) → {@link io.heji.sandbox.federation.BankDesk} (a bank that asks).
 *
 * <p>The sandbox holds every role's keys in one folder and captures what each process saw. It must
 * never hold real people's data.
 */
@NullMarked
package io.heji.sandbox.federation;

import org.jspecify.annotations.NullMarked;
