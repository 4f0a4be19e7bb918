/**
 * The bank's command line: {@code heji bank ask} and {@code heji bank fetch}.
 *
 * <p>It never prints an identity number back, neither in answers nor in errors: output lands in
 * terminals, logs and pipes that the applicant's number has no business in.
 */
@NullMarked
package io.heji.bank.app;

import org.jspecify.annotations.NullMarked;
