/**
 * The signed documents that say who takes part, and the one consistent view of them.
 *
 * <pre>
 *   regulators (n of m) ─ sign ─▶ Directory: parties, groups, long-term keys, tokenisers     ┐
 *   regulators (n of m) ─ sign ─▶ policy bundle: opaque here, read by the policy engine      ├─▶ SignedDocuments ─▶ Federation.verify
 *   each member         ─ signs ─▶ KeyStatement: its public keys for one epoch               │
 *   gateway             ─ signs ─▶ Roster: member platforms, tokenisers, statement hashes    ┘
 * </pre>
 *
 * Documents travel as they were signed; nobody re-serialises. A document's hash is SHA-256 of its
 * decoded payload. All of it is public to members: no person appears anywhere here.
 */
@NullMarked
package io.heji.protocol.document;

import org.jspecify.annotations.NullMarked;
