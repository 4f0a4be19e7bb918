/**
 * A bank's side of one exposure query: {@link io.heji.bank.ExposureClient} asks, and shows a number
 * only after it verified everything that can be verified.
 *
 * <pre>
 *   AskRequest ─▶ documents ─▶ TokenCache (round 1) ─▶ QuerySigning (sign, seal) ─▶ store keys
 *              ─▶ gateway ─▶ DisclosureVerifier ─▶ ExposureAnswer
 * </pre>
 *
 * <p>Specification: {@code docs/protocol}, §4, §5 and §7.
 *
 * <p>Who may know what: the bank knows its own applicant and what policy discloses of the total.
 * Nothing here sends an identity number, and no message, exception or {@code toString} shows one.
 */
@NullMarked
package io.heji.bank;

import org.jspecify.annotations.NullMarked;
