/**
 * The demo: brings a whole federation up on one machine, lets a bank ask, and shows what each party
 * saw.
 *
 * <p>{@link io.heji.sandbox.demo.WalkThrough} (one question, told to a banker) → {@link
 * io.heji.sandbox.demo.Check} (many questions, compared with plain SQL).
 */
@NullMarked
package io.heji.sandbox.demo;

import org.jspecify.annotations.NullMarked;
