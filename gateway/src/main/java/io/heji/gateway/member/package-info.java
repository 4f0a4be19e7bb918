/**
 * The gateway's end of the link: which member is connected, and calls to it with a time limit each.
 */
@NullMarked
package io.heji.gateway.member;

import org.jspecify.annotations.NullMarked;
