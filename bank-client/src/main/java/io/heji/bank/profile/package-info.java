/**
 * Who a bank is and where its keys lie: the profile file {@code bank.json} and the key folder.
 *
 * <p>The profile is trusted: whoever changes it chooses the gateway, the CA and the pinned
 * regulators. Key files must be readable by their owner alone.
 */
@NullMarked
package io.heji.bank.profile;

import org.jspecify.annotations.NullMarked;
