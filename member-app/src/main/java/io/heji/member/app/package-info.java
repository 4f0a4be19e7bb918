/**
 * The command line of a member's operator: {@code heji new-epoch}. It reads files and writes files;
 * it never listens, dials or prints a key.
 */
@NullMarked
package io.heji.member.app;

import org.jspecify.annotations.NullMarked;
