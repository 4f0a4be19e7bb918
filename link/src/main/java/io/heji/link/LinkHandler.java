package io.heji.link;

import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import java.util.function.Supplier;

/**
 * What a member does with the gateway's frames. Each call but {@link #asked} comes on a thread of
 * its own and may block; it answers, and never throws for what the frame says.
 */
public interface LinkHandler {
  /**
   * New documents: verify and adopt them, or keep what is adopted. Called in the order in which
   * they came.
   */
  void documents(Documents documents);

  /** Round 1. A member that is no tokeniser refuses. */
  EvaluateReply evaluate(Evaluate evaluate);

  /**
   * Round 2. A member that is no agent refuses.
   *
   * <p>Told as soon as the question has arrived, by the thread that reads the link: it must not
   * block. What it gives is called like the others.
   */
  Supplier<AskReply> asked(Ask ask);
}
