/**
 * Tokenises the platform's whole book once an epoch, through the gateway's link, so that its
 * customers can be recognised.
 */
@NullMarked
package io.heji.agent.token;

import org.jspecify.annotations.NullMarked;
