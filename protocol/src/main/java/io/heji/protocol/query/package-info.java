/**
 * Round 2: one exposure query, from the bank's signature to the opened total.
 *
 * <pre>
 *   bank     ExposureQuery.signWith, SealedTokens.seal for each member          (query hash Q = SHA-256 of the JWS signing input)
 *   gateway  SignedQuery.verify … records the decision … asks every member of S
 *   agent    SignedQuery.verify, SealedTokens.open, SubjectRow per subject, ContributionLanes, Contribution.sign
 *   gateway  Contribution.verify, LaneSum, Disclosure.signWith
 *   bank     Disclosure.read, TotalOpening
 * </pre>
 *
 * The gateway sees the query, blobs it cannot open and lanes that are noise until all are added;
 * then counts of platforms, the totals of metrics that are not sealed, and padded totals of those
 * that are. An agent sees the tokens it is asked about and its own amounts.
 */
@NullMarked
package io.heji.protocol.query;

import org.jspecify.annotations.NullMarked;
