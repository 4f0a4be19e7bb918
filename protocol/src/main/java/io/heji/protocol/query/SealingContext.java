package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.LengthPrefixed;
import io.heji.protocol.document.PartyId;

/**
 * What a sealed blob is bound to: the bank, the query, the member and the very key statement it was
 * sealed under.
 *
 * @param issuer the bank
 * @param jti the query's id, hashed as its text
 * @param member the platform
 * @param keyStatementHash of the member's key statement
 */
public record SealingContext(PartyId issuer, String jti, PartyId member, Bytes keyStatementHash) {
  Bytes aad() {
    return Bytes.concat(
        LengthPrefixed.ofAscii(issuer.value()),
        LengthPrefixed.ofAscii(jti),
        LengthPrefixed.ofAscii(member.value()),
        keyStatementHash);
  }
}
