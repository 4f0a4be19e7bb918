package io.heji.gateway.roster;

import java.time.Duration;

/**
 * The operator's part of when rosters change.
 *
 * @param absence how long a platform must have been away before it leaves
 * @param announcement how long before its start the roster of a new epoch is announced, so that
 *     platforms can tokenise their books
 */
public record RosterTerms(Duration absence, Duration announcement) {}
