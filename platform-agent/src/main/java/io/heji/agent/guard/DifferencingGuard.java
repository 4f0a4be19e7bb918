package io.heji.agent.guard;

import io.heji.policy.bundle.GuardRule;
import io.heji.protocol.document.PartyId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;

/**
 * Decides whether a question about one person is vetoed, from the pins of that person and company
 * group. It compares sets in pairs and caps their number; it does not solve for combinations over
 * many windows (docs/threat-model.md).
 */
public final class DifferencingGuard {
  private DifferencingGuard() {}

  /** Whether this person is vetoed in this question. */
  public static boolean vetoes(Collection<Pin> pins, GuardTerms terms) {
    return isAskedTooOften(pins, terms)
        || isRepeatedTooOften(pins, terms)
        || differs(otherSets(pins, terms), terms);
  }

  /** The quota per person; vetoed questions count, so that trying does not pay. */
  private static boolean isAskedTooOften(Collection<Pin> pins, GuardTerms terms) {
    Instant dayStart = terms.dayStart();
    return pins.stream().filter(pin -> !pin.at().isBefore(dayStart)).count()
        >= terms.personSubjectsPerDay();
  }

  /** The same set again, so often that answers would show each change of an amount. */
  private static boolean isRepeatedTooOften(Collection<Pin> pins, GuardTerms terms) {
    Instant since = terms.repeatStart();
    return pins.stream()
            .filter(pin -> pin.answered() && pin.at().isAfter(since))
            .filter(pin -> pin.set().equals(terms.set()))
            .count()
        >= GuardRule.REPEATS_MAX;
  }

  private static Set<SortedSet<PartyId>> otherSets(Collection<Pin> pins, GuardTerms terms) {
    Instant since = terms.windowStart();
    Set<SortedSet<PartyId>> sets = new HashSet<>();
    for (Pin pin : pins) {
      if (pin.answered() && pin.at().isAfter(since) && !pin.set().equals(terms.set())) {
        sets.add(pin.set());
      }
    }
    return sets;
  }

  private static boolean differs(Set<SortedSet<PartyId>> others, GuardTerms terms) {
    return others.size() >= GuardRule.SETS_MAX
        || others.stream().anyMatch(other -> differsByTooFew(other, terms));
  }

  /** The difference of the two totals would be that of fewer than k companies. */
  private static boolean differsByTooFew(SortedSet<PartyId> other, GuardTerms terms) {
    Set<PartyId> difference = new HashSet<>(other);
    difference.removeAll(terms.set());
    terms.set().stream().filter(member -> !other.contains(member)).forEach(difference::add);
    return terms.federation().companies().count(difference) < terms.k();
  }
}
