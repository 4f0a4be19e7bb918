/**
 * Who calls, and how much at a time: a bank's access token, self-signed with its access key of the
 * directory, accepted once; then the calls that this caller has open.
 */
@NullMarked
package io.heji.gateway.identity;

import org.jspecify.annotations.NullMarked;
