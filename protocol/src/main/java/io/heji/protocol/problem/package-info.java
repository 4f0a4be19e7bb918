/**
 * The closed list of reasons for which a party refuses, and the exception that carries one.
 *
 * <p>Expected refusals inside one domain are values of that domain; this exception is for what
 * crosses domains: reading and verifying what another party sent.
 *
 * <p>Specification: RFC 9457 for the HTTP form; one page a type in {@code docs/reference/problems}.
 */
@NullMarked
package io.heji.protocol.problem;

import org.jspecify.annotations.NullMarked;
