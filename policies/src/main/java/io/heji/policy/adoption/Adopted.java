package io.heji.policy.adoption;

import io.heji.policy.bundle.PolicyBundle;
import io.heji.protocol.document.Federation;

/**
 * One consistent set of documents that a role goes by.
 *
 * @param federation directory, roster and key statements, verified
 * @param policy the bundle of the same set, read
 */
public record Adopted(Federation federation, PolicyBundle policy) {}
