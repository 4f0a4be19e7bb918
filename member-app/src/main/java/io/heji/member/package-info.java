/**
 * What a tokeniser's or platform's operator does beside the running process, on the member's own
 * premises and without the network: {@link io.heji.member.epoch} makes the keys of the next epoch,
 * {@link io.heji.member.app} is the command line.
 */
@NullMarked
package io.heji.member;

import org.jspecify.annotations.NullMarked;
