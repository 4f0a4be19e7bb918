/**
 * The platform's own tables, read in place through a mapping that a DBA writes: a read-only role,
 * one snapshot a question, the same statements for customers and strangers. Amounts are never
 * copied.
 */
@NullMarked
package io.heji.agent.source;

import org.jspecify.annotations.NullMarked;
