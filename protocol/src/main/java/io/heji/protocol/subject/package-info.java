/**
 * Identity numbers and their one canonical form.
 *
 * <p>A bank and a platform find the same person only if both write the number the same way: {@link
 * io.heji.protocol.subject.Subjects} turns what was typed or stored into a {@link
 * io.heji.protocol.subject.Subject} or says which check it failed. A wrong check character is
 * refused, never silently tokenised.
 *
 * <pre>
 *   raw text ──clean──▶ ASCII ──checks of the scheme, in a fixed order──▶ Subject | reason
 * </pre>
 *
 * <p>Specification: {@code docs/protocol}, §3; published vectors {@code heji-v1-subjects.json}.
 *
 * <p>Who may know: a bank knows its own applicant, a platform its own customers, nobody else any
 * subject. No refusal repeats what was refused, no {@code toString} shows a number.
 */
@NullMarked
package io.heji.protocol.subject;

import org.jspecify.annotations.NullMarked;
