package io.heji.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeopleTest {
  private static final PartyId ONE = Cast.INDEPENDENT_BANK.id();
  private static final PartyId OTHER = Cast.OWN_GROUP_BANK.id();

  @Test
  void eachBankAsksAboutEverybodyAsOftenAsTheGuardAllowsAndNoMore() {
    People people = new People(List.of("a", "b"));

    for (PartyId bank : List.of(ONE, OTHER)) {
      List<String> asked = new ArrayList<>();
      for (Optional<String> next = people.next(bank); next.isPresent(); next = people.next(bank)) {
        asked.add(next.get());
      }
      assertThat(asked).containsExactly("a", "b", "a", "b", "a", "b");
    }
  }

  @Test
  void whoWasNotAskedAboutAfterAllComesAgain() {
    People people = new People(List.of("a"));
    for (int time = 0; time < People.ASKS_MAX; time++) {
      assertThat(people.next(ONE)).contains("a");
    }
    people.notAsked(ONE, "a");

    assertThat(people.next(ONE)).contains("a");
    assertThat(people.next(ONE)).isEmpty();
  }
}
