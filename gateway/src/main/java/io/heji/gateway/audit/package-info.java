/**
 * The decision record. Durable before anything is asked: no log, no answer. The Merkle log will
 * take the place of the table behind the same interface.
 */
@NullMarked
package io.heji.gateway.audit;

import org.jspecify.annotations.NullMarked;
