/**
 * One embedded PostgreSQL server for the whole sandbox, with a database and a login role of its own
 * for every role and every platform. fsync is on: what is called durable is.
 */
@NullMarked
package io.heji.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
