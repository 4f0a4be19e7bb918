package io.heji.agent.contribution;

import io.heji.agent.guard.GuardTerms;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import java.util.List;

/**
 * One query as the records see it, before its contribution is made.
 *
 * @param issuer the bank
 * @param jti the query's id
 * @param company names the bank's company group: questions of one are decided one after the other
 * @param terms what each person's pins are held against
 * @param persons one a subject
 */
public record Question(
    PartyId issuer, String jti, String company, GuardTerms terms, List<Person> persons) {
  public Question {
    persons = List.copyOf(persons);
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
