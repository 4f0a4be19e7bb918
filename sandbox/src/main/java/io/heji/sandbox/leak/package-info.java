/**
 * Looks whether a value is where it may not be: in files, heap dumps, database tables and HTTP
 * answers, in every form in which a program may have left it. It says where and in which form, and
 * never repeats the value.
 */
@NullMarked
package io.heji.sandbox.leak;

import org.jspecify.annotations.NullMarked;
