package io.heji.agent.contribution;

import java.util.List;

/**
 * What was made of a question, not stored yet.
 *
 * @param answer what leaves once it is stored
 * @param vetoed which subjects are vetoed in it, for whatever reason
 */
public record Made(Answered answer, List<Boolean> vetoed) {
  public Made {
    vetoed = List.copyOf(vetoed);
  }
}
