package io.heji.gateway.query;

import io.heji.crypto.SecretBytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.PartyId;

/**
 * Who this gateway is and what it signs with.
 *
 * @param id its party id
 * @param kid the id of its signing key in the directory
 * @param signing signs disclosures
 * @param consentKey under which consent ids are hashed for the record
 */
public record GatewayIdentity(
    PartyId id, String kid, Es256PrivateKey signing, SecretBytes consentKey) {}
