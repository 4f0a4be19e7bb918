/** A PostgreSQL for the tests of every store, and callers that use one at the same time. */
@NullMarked
package io.heji.store.played;

import org.jspecify.annotations.NullMarked;
