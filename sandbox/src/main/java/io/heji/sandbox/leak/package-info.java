/**
 * Looks whether a value is where it may not be, in every form in which a program may have left it.
 * It says where and in which form, and never repeats the value.
 *
 * <pre>
 *   MarkedQuestions  asks a live federation about its marked borrowers, and learns all about them
 *   WhoMayNotKnow    the table of protocol §1: what nobody, a tokeniser, an agent … may not hold
 *   FederationPlaces each log, capture, body, table, metrics page, file and heap, with what may not
 *                    be there and what must be (so that an unread place does not pass)
 *   LeakHunt         reads every place
 *   LeakReport       what was found, and how much was read
 * </pre>
 *
 * <p>The values searched are in this process in clear. It must never be run with real people's
 * data.
 */
@NullMarked
package io.heji.sandbox.leak;

import org.jspecify.annotations.NullMarked;
