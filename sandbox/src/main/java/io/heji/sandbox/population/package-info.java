/**
 * Made-up borrowers with valid identity numbers, and which account of theirs lies on which
 * platform. The same seed gives the same people.
 */
@NullMarked
package io.heji.sandbox.population;

import org.jspecify.annotations.NullMarked;
