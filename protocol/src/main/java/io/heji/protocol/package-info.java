/**
 * What every party of a federation must agree on byte for byte.
 *
 * <p>This package holds only {@link io.heji.protocol.Limits}, the named maximum of everything that
 * travels; the messages themselves live in the packages below it, one a domain. Nothing here is a
 * server, opens a file or knows the time.
 *
 * <p>Specification: {@code docs/protocol}; the limits are listed with their reasons in {@code
 * docs/reference/limits.md}.
 */
@NullMarked
package io.heji.protocol;

import org.jspecify.annotations.NullMarked;
