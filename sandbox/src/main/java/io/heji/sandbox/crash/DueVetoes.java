package io.heji.sandbox.crash;

import io.heji.protocol.document.PartyId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which vetoes the differencing guard owes: those of a person about whom the same bank also asked
 * while other platforms were on the roster, whether it was answered or not: some may have pinned
 * it. Thread-safe.
 */
final class DueVetoes {
  private final Map<Asked, Set<Set<String>>> askedOver = new HashMap<>();
  private final Set<Asked> askedOverUnknown = new HashSet<>();
  private final Map<PartyId, Set<Set<String>>> toldOver = new HashMap<>();

  private record Asked(PartyId bank, String borrower) {}

  /** A question went out that names these platforms. */
  synchronized void asked(PartyId bank, String borrower, Set<String> platforms) {
    askedOver
        .computeIfAbsent(new Asked(bank, borrower), _ -> new HashSet<>())
        .add(Set.copyOf(platforms));
  }

  /** A question may have gone out; it names platforms that the bank was told of once. */
  synchronized void perhapsAsked(PartyId bank, String borrower) {
    askedOverUnknown.add(new Asked(bank, borrower));
  }

  synchronized void told(Told told, String borrower) {
    asked(told.bank(), borrower, told.summed());
    toldOver.computeIfAbsent(told.bank(), _ -> new HashSet<>()).add(told.summed());
  }

  /** To be asked at the end, when it is known what else the bank asked and was told. */
  synchronized boolean explain(Told told, String borrower) {
    Asked asked = new Asked(told.bank(), borrower);
    boolean overAnother = askedOver.getOrDefault(asked, Set.of()).size() > 1;
    boolean maybeOverAnother =
        askedOverUnknown.contains(asked) && toldOver.getOrDefault(told.bank(), Set.of()).size() > 1;
    return overAnother || maybeOverAnother;
  }
}
