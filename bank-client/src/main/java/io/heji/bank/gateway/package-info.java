/**
 * The bank's view of the gateway: four calls, and the one way to make them over HTTPS.
 *
 * <pre>
 *   documents                                    GET  /v1/documents
 *   evaluate  (signed request, blinded elements)  POST /v1/evaluations
 *   query     (signed query, sealed tokens)       POST /v1/queries
 *   disclosure (query id)                         GET  /v1/queries/{jti}
 * </pre>
 *
 * <p>TLS 1.3 with the federation's CA alone. Nothing that comes back is believed here: documents,
 * proofs and disclosures are verified by whoever asked.
 */
@NullMarked
package io.heji.bank.gateway;

import org.jspecify.annotations.NullMarked;
