/**
 * The link: how agents and tokenisers, which never listen, reach the gateway and are reached
 * through it.
 *
 * <pre>
 *   member ── TLS 1.3, client certificate ──▶ gateway       one gRPC stream, both ways
 *     Hello ▶        ◀ Documents (at once, and when they change)
 *     EvaluationCall ▶  ◀ EvaluationResult                  a platform tokenises its own customers
 *     ◀ Evaluate, Ask   EvaluateReply, AskReply ▶           the gateway asks
 *     Heartbeat both ways; silence ends the connection, and the member dials again with jittered back-off
 * </pre>
 *
 * Every frame, queue, wait and retry has its maximum in {@link io.heji.link.LinkLimits}. What the
 * frames carry, and who may know it, is the protocol's business.
 */
@NullMarked
package io.heji.link;

import org.jspecify.annotations.NullMarked;
