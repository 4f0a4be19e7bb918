package io.heji.agent.contribution;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.query.Contribution;

/**
 * A contribution as it is stored and sent.
 *
 * @param issuer the bank
 * @param jti the query's id
 * @param queryHash Q
 * @param setHash of S
 * @param contribution the bytes that leave, now and whenever the same is asked again
 */
public record Answered(
    PartyId issuer, String jti, Bytes queryHash, Bytes setHash, Contribution contribution) {}
