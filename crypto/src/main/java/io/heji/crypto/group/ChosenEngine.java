package io.heji.crypto.group;

import java.util.List;

/**
 * The engine a process runs on.
 *
 * @param engine what computes
 * @param passedOver the faster ones that could not be used, with the reason
 */
public record ChosenEngine(GroupEngine engine, List<EngineReport> passedOver) {
  public ChosenEngine {
    passedOver = List.copyOf(passedOver);
  }

  /** Whether this is slower than it could be: something was passed over. */
  public boolean isFallback() {
    return !passedOver.isEmpty();
  }

  /** For the log: the engine's name and version, and what is missing for a faster one. */
  public String description() {
    StringBuilder text = new StringBuilder(engine.description());
    for (EngineReport report : passedOver) {
      text.append("; not ").append(report.name()).append(": ").append(report.reason());
    }
    return text.toString();
  }
}
