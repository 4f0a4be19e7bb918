/**
 * JSON as signed messages need it: one reading only.
 *
 * <p>A member twice, a member nobody asked for, a number where text belongs, a fraction where an
 * integer belongs, bytes after the end: all refused, since two parties that read one signed text
 * differently can be played off against each other.
 */
@NullMarked
package io.heji.protocol.json;

import org.jspecify.annotations.NullMarked;
