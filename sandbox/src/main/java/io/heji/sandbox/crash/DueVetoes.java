package io.heji.sandbox.crash;

import io.heji.protocol.document.PartyId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which vetoes the differencing guard owes: those of a person about whom the same bank asked before
 * while other platforms were on the roster. A question that nobody answered may have been pinned
 * too, under any set that the bank was told of. Thread-safe.
 */
final class DueVetoes {
  private final Map<Asked, Integer> withoutAnswer = new HashMap<>();
  private final Map<Asked, Set<Set<String>>> answeredOver = new HashMap<>();
  private final Map<PartyId, Set<Set<String>>> toldOver = new HashMap<>();

  private record Asked(PartyId bank, String borrower) {}

  synchronized void begun(PartyId bank, String borrower) {
    withoutAnswer.merge(new Asked(bank, borrower), 1, Integer::sum);
  }

  synchronized void told(Told told, String borrower) {
    Asked asked = new Asked(told.bank(), borrower);
    withoutAnswer.merge(asked, -1, Integer::sum);
    toldOver.computeIfAbsent(told.bank(), _ -> new HashSet<>()).add(told.summed());
    if (told.metrics().stream().noneMatch(Told.Of::isWithheld)) {
      answeredOver.computeIfAbsent(asked, _ -> new HashSet<>()).add(told.summed());
    }
  }

  /** To be asked at the end, when it is known what else the bank was told. */
  synchronized boolean explain(Told told, String borrower) {
    Asked asked = new Asked(told.bank(), borrower);
    boolean overAnother =
        answeredOver.getOrDefault(asked, Set.of()).stream()
            .anyMatch(set -> !set.equals(told.summed()));
    boolean maybeOverAnother =
        withoutAnswer.getOrDefault(asked, 0) > 0
            && toldOver.getOrDefault(told.bank(), Set.of()).size() > 1;
    return overAnother || maybeOverAnother;
  }
}
