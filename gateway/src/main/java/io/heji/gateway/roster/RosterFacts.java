package io.heji.gateway.roster;

import io.heji.policy.bundle.PolicyBundle;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every fact from which the next roster follows.
 *
 * @param directory the newest
 * @param policy the newest bundle: floor and dwell time
 * @param current the roster that has started last
 * @param announced the one that starts next, if there is one
 * @param newestSerial the highest serial on the record, also of a roster that nobody can read
 * @param statements the key statements at hand
 * @param ready who is linked and can be asked in the current epoch
 * @param absentSince since when others are not
 * @param now when it is decided
 */
record RosterFacts(
    Directory directory,
    PolicyBundle policy,
    Roster current,
    Optional<Roster> announced,
    long newestSerial,
    KeyStatements statements,
    Set<PartyId> ready,
    Map<PartyId, Instant> absentSince,
    Instant now) {}
