package io.heji.agent.contribution;

import io.heji.agent.guard.Pin;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link AnsweredContributions} in memory, as the real one decides and stores. */
public final class MemoryAnswers implements AnsweredContributions {
  private final Map<String, Answered> stored = new HashMap<>();
  private final Map<Bytes, Map<Bytes, Pin>> pins = new HashMap<>();
  private boolean failing;
  private String lastCompany = "";

  /** From now on nothing can be stored. */
  public void fail() {
    failing = true;
  }

  /** Under how many names anything is pinned. */
  public int pinnedNames() {
    return pins.size();
  }

  /** The company after whose questions the last one was decided. */
  public String lastCompany() {
    return lastCompany;
  }

  @Override
  public Optional<Answered> find(PartyId issuer, String jti) {
    return Optional.ofNullable(stored.get(issuer + "/" + jti));
  }

  @Override
  public Answered answerOnce(Question question, Maker maker) throws RefusedException {
    lastCompany = question.company();
    Optional<Answered> before = find(question.issuer(), question.jti());
    if (before.isPresent()) {
      return before.get();
    }
    Made made = maker.make(question.vetoedByGuard(pins));
    if (failing) {
      throw new IllegalStateException("disk full");
    }
    stored.put(question.issuer() + "/" + question.jti(), made.answer());
    for (int subject = 0; subject < question.persons().size(); subject++) {
      Question.Person person = question.persons().get(subject);
      Pin pin =
          new Pin(question.terms().set(), question.terms().now(), !made.vetoed().get(subject));
      for (Bytes name : person.written()) {
        pins.computeIfAbsent(name, _ -> new HashMap<>()).put(person.question(), pin);
      }
    }
    return made.answer();
  }

  @Override
  public Optional<Instant> newest() {
    return pins.values().stream()
        .flatMap(own -> own.values().stream())
        .map(Pin::at)
        .max(Comparator.naturalOrder());
  }

  @Override
  public void forgetLanes(Instant expiredBefore) {
    stored.replaceAll(
        (_, a) -> new Answered(a.issuer(), a.jti(), a.queryHash(), a.setHash(), Optional.empty()));
  }

  @Override
  public void forgetRecordsBefore(Instant time) {
    stored.clear();
  }

  @Override
  public void forgetPinsBefore(Instant time) {
    pins.values().forEach(own -> own.values().removeIf(pin -> pin.at().isBefore(time)));
  }
}
