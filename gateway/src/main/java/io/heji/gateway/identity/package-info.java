/**
 * Who calls: a bank's access token, self-signed with its access key of the directory, accepted
 * once.
 */
@NullMarked
package io.heji.gateway.identity;

import org.jspecify.annotations.NullMarked;
