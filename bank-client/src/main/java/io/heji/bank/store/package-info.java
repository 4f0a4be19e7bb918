/**
 * What a bank keeps on its own disk, encrypted under a key of its own.
 *
 * <pre>
 *   pending/&lt;query id&gt;.sealed   tag key and pad seeds of a question, written before it is sent
 *   tokens/epoch-&lt;n&gt;-….sealed   tokens of the epoch, so that a repeated question costs one round
 *   documents.json             the newest serials seen, so that an older document is never adopted
 *   documents.json.lock, tokens.lock   empty; held while a process of the bank changes those
 * </pre>
 *
 * <p>Specification: {@code docs/protocol}, §2, §4 and §5. The key file is trusted: who can read it
 * can open every answer and match every kept token. The sealed files are not trusted beyond being
 * lost. {@code documents.json} is trusted: who can change it can have an older document adopted.
 */
@NullMarked
package io.heji.bank.store;

import org.jspecify.annotations.NullMarked;
