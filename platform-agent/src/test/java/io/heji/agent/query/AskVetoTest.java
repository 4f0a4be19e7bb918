package io.heji.agent.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.agent.played.PlayedQuery;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.query.LaneLayout;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.token.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** About whom an agent says nothing in an answer about others. */
class AskVetoTest extends AskedAgent {
  @Test
  void vetoesAPersonWhoseRowDoesNotFitTheMapping() throws Exception {
    books.loan("17", "?", "1.00");
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer, stranger));

    long[] clear = unmasked(asked, query, answer(asked, query));

    LaneLayout layout = query.query().layout();
    assertThat(clear[layout.veto(0)]).isNotZero();
    assertThat(clear[layout.veto(1)]).isZero();
  }

  @Test
  void answersTheSameSetThreeTimesAndVetoesTheFourth() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      assertThat(vetoes(List.of(customer, stranger))).containsExactly(false, false);
    }

    assertThat(vetoes(List.of(customer, stranger))).containsExactly(true, true);
  }

  /** ⚔ a bank of the same company under another group's name: its questions count together. */
  @Test
  void findsThePinsOfEveryGroupOfTheBanksCompany() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      vetoes(List.of(customer));
    }
    // A suspended party links the groups as another does.
    inGroups(PlayedQuery.GROUP_BANK, "a-first", "north", "south");
    inGroups(PlayedQuery.BANK, "south");
    play.suspend(PlayedQuery.GROUP_BANK);
    documents.adopt(play.documents(), NOW);

    assertThat(vetoes(List.of(customer, stranger))).containsExactly(true, false);
    assertThat(answers.lastCompany()).isEqualTo("a-first");
  }

  /** Else a bank that leaves the company would be held to what the others asked before. */
  @Test
  void pinsUnderTheBanksOwnGroupsAlone() throws Exception {
    inGroups(PlayedQuery.GROUP_BANK, "a-first", "north", "south");
    inGroups(PlayedQuery.BANK, "south");
    play.suspend(PlayedQuery.GROUP_BANK);
    documents.adopt(play.documents(), NOW);

    assertThat(vetoes(List.of(stranger))).containsExactly(false);

    assertThat(answers.pinnedNames()).isEqualTo(2);
  }

  private void inGroups(PartyId id, String... groups) {
    Party was = play.party(id);
    play.replace(
        id,
        new Party(
            id,
            was.role(),
            was.name(),
            new TreeSet<>(List.of(groups)),
            was.licenceClass(),
            was.status(),
            was.keys()));
  }

  /** A conflict about one person leaves the rest of a batch answered. */
  @Test
  void vetoesOnlyThePersonThatWasAskedTooOften() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      vetoes(List.of(customer));
    }

    assertThat(vetoes(List.of(stranger, customer))).containsExactly(false, true);
  }

  /** A pin by token is found when a stranger has become a customer. */
  @Test
  void keepsThePinOfAPersonWhoBecomesACustomer() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      vetoes(List.of(stranger));
    }
    books.customer("18");
    customers.put(stranger, Set.of("18"));

    assertThat(vetoes(List.of(stranger))).containsExactly(true);
  }

  /** A customer has another token in the next epoch, and the same reference. */
  @Test
  void keepsThePinOfACustomerThroughAnEpochChange() throws Exception {
    for (int repeat = 0; repeat < 3; repeat++) {
      vetoes(List.of(customer));
    }
    Token ofNextEpoch = play.token();
    customers.put(ofNextEpoch, Set.of("17"));

    assertThat(vetoes(List.of(ofNextEpoch))).containsExactly(true);
  }

  /**
   * A resident id and a passport of one customer in one batch: each subject has the customer's
   * values, and each counts.
   */
  @Test
  void countsACustomerWhoIsAskedAboutTwiceInOneBatchTwice() throws Exception {
    Token passport = play.token();
    customers.put(passport, Set.of("17"));
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(customer, passport));

    long[] clear = unmasked(asked, query, answer(asked, query));

    LaneLayout layout = query.query().layout();
    for (int subject = 0; subject < 2; subject++) {
      assertThat(clear[layout.veto(subject)]).isZero();
      assertThat(clear[layout.known(subject)]).isEqualTo(1);
      assertThat(clear[layout.value(subject, 0)]).isEqualTo(130_000);
    }
    // The third repeat is the last, whichever identity it is asked by.
    assertThat(vetoes(List.of(passport, customer))).containsExactly(false, true);
  }

  @Test
  void pinsAsManyNamesForAStrangerAsForACustomer() throws Exception {
    vetoes(List.of(customer));
    int ofCustomer = answers.pinnedNames();
    vetoes(List.of(stranger));

    assertThat(answers.pinnedNames()).isEqualTo(2 * ofCustomer);
  }

  /** Which subjects a new question about these persons vetoes. */
  private List<Boolean> vetoes(List<Token> persons) throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(persons);
    long[] clear = unmasked(asked, query, answer(asked, query));
    List<Boolean> vetoed = new ArrayList<>();
    for (int subject = 0; subject < persons.size(); subject++) {
      vetoed.add(clear[query.query().layout().veto(subject)] != 0);
    }
    return vetoed;
  }
}
