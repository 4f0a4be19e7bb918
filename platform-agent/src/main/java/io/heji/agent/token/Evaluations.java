package io.heji.agent.token;

import io.heji.crypto.Bytes;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import java.util.List;

/**
 * Has elements evaluated by the tokenisers, through the gateway. Blocks; fails when the link is
 * lost or the time is over.
 */
public interface Evaluations {
  List<EvaluationAnswer> evaluate(String request, Bytes elements) throws RefusedException;
}
