package io.heji.link;

import io.heji.protocol.document.PartyId;

/**
 * Where to dial, and as whom.
 *
 * @param party this member
 * @param host the gateway's name, as in its certificate
 * @param port its link's port
 * @param tls certificates
 */
public record LinkSettings(PartyId party, String host, int port, LinkTls tls) {}
