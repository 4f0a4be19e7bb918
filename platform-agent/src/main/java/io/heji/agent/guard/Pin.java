package io.heji.agent.guard;

import io.heji.protocol.document.PartyId;
import java.time.Instant;
import java.util.SortedSet;

/**
 * One earlier question about a person by a company group.
 *
 * @param set S of that question
 * @param at when it was contributed to
 * @param answered whether it was answered; a vetoed one counts for the quota only
 */
public record Pin(SortedSet<PartyId> set, Instant at, boolean answered) {}
