/** Which documents a role goes by: verified, read, and never older than what it went by before. */
@NullMarked
package io.heji.policy.adoption;

import org.jspecify.annotations.NullMarked;
