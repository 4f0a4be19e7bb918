/**
 * A member's keys of one epoch: drawn on its own premises, kept in {@code epoch-<n>} of its key
 * folder, stated under its directory key (protocol sections 2 and 4, docs/operating/changes.md).
 *
 * <pre>
 *   regulators ──directory──▶ {@link io.heji.member.epoch.NewEpoch} ──key statement──▶ gateway's key-statements/
 *                                │
 *                                ▼ never leaves
 *                          epoch-&lt;n&gt;/voprf.key, or sealing.key and mask.key
 * </pre>
 *
 * <p>Keys of an epoch are drawn once. Whoever repeats the work, also after an interruption, gets
 * the keys that are there, and never a second set under the same number: the roster may name the
 * first.
 */
@NullMarked
package io.heji.member.epoch;

import org.jspecify.annotations.NullMarked;
