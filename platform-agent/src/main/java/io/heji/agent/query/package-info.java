/**
 * Round 2 at the agent: checks everything on its own copies of the documents, opens its blob, looks
 * up, reads, contributes. It sees the tokens it is asked about, its own customers' amounts, which
 * bank asks and why.
 */
@NullMarked
package io.heji.agent.query;

import org.jspecify.annotations.NullMarked;
