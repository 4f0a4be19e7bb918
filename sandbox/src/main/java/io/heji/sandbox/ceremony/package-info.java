/**
 * Everything that people do once before a federation runs, done by one program on one machine: the
 * CA, every party's keys, the signed documents, each role's folder. In a deployment each party does
 * its own part on its own machine; here one folder holds all secrets, which is why it must never
 * serve real people.
 */
@NullMarked
package io.heji.sandbox.ceremony;

import org.jspecify.annotations.NullMarked;
