/**
 * The platforms' own databases: four kinds of schemas, as different as real ones are, each with the
 * mapping file that its DBA would write.
 */
@NullMarked
package io.heji.sandbox.platform;

import org.jspecify.annotations.NullMarked;
