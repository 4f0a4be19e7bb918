package io.heji.agent.contribution;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.query.Contribution;
import java.util.Optional;

/**
 * That a query was answered, and with what.
 *
 * @param issuer the bank
 * @param jti the query's id
 * @param queryHash Q
 * @param setHash of S
 * @param contribution the bytes that leave, now and whenever the same is asked again; none once
 *     nobody accepts the query any more
 */
public record Answered(
    PartyId issuer,
    String jti,
    Bytes queryHash,
    Bytes setHash,
    Optional<Contribution> contribution) {}
