package io.heji.agent.contribution;

import io.heji.agent.guard.DifferencingGuard;
import io.heji.agent.guard.GuardTerms;
import io.heji.agent.guard.Pin;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One query as the records see it, before its contribution is made.
 *
 * @param issuer the bank
 * @param jti the query's id
 * @param expires when the query itself is no longer accepted
 * @param company names the bank's company group: questions of one are decided one after the other
 * @param terms what each person's pins are held against
 * @param persons one a subject
 */
public record Question(
    PartyId issuer,
    String jti,
    Instant expires,
    String company,
    GuardTerms terms,
    List<Person> persons) {
  public Question {
    persons = List.copyOf(persons);
  }

  /**
   * Whom the guard vetoes, subject by subject. A person who is asked about twice in one query,
   * under two identities, is asked about twice.
   *
   * @param found earlier pins under each name looked up, by question
   */
  public List<Boolean> vetoedByGuard(Map<Bytes, Map<Bytes, Pin>> found) {
    Map<Bytes, Map<Bytes, Pin>> known = new HashMap<>();
    found.forEach((name, pins) -> known.put(name, new HashMap<>(pins)));
    List<Boolean> vetoed = new ArrayList<>();
    for (Person person : persons) {
      // One question has a row under each name of the person, and counts once.
      Map<Bytes, Pin> pins = new HashMap<>();
      person.lookedUp().forEach(name -> pins.putAll(known.getOrDefault(name, Map.of())));
      boolean veto = DifferencingGuard.vetoes(pins.values(), terms);
      vetoed.add(veto);
      Pin own = new Pin(terms.set(), terms.now(), !veto);
      for (Bytes name : person.written()) {
        known.computeIfAbsent(name, _ -> new HashMap<>()).put(person.question(), own);
      }
    }
    return vetoed;
  }

  /**
   * One subject.
   *
   * @param question a keyed hash of the query and the subject's place in it
   * @param written names under which this question is pinned
   * @param lookedUp names under which earlier ones are found
   */
  public record Person(Bytes question, List<Bytes> written, List<Bytes> lookedUp) {
    public Person {
      written = List.copyOf(written);
      lookedUp = List.copyOf(lookedUp);
    }
  }
}
