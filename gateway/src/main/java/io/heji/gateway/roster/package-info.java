/**
 * Who is summed: the signed documents, the same for every asker, and the rosters that this gateway
 * issues when platforms leave, come back, are suspended, or an epoch changes.
 *
 * <pre>
 *   {@link io.heji.gateway.roster.DocumentFolder}   directory, policy, first roster, key statements, as an operator puts them there
 *   {@link io.heji.gateway.roster.RosterRules}      what the next roster is, from facts alone
 *   {@link io.heji.gateway.roster.RosterKeeper}     looks every second, verifies, records, hands to every member
 *   {@link io.heji.gateway.roster.IssuedRosters}    every roster ever issued; nothing of it can be changed
 * </pre>
 *
 * Nothing here is of any person.
 */
@NullMarked
package io.heji.gateway.roster;

import org.jspecify.annotations.NullMarked;
