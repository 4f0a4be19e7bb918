package io.heji.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;
import io.heji.protocol.played.PlayedParties;
import io.heji.protocol.token.Token;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names that say nothing to who has not this agent's key, and nothing of one group to another. */
class PersonKeysTest {
  private final PersonKeys keys = keys(1);
  private final Token token = Token.of(secret(2));

  @Test
  void aPersonHasOtherNamesForAnotherGroupAndUnderAnotherKey() {
    List<Bytes> names = keys.of(List.of("north"), token, Set.of("17", "18"));

    assertThat(names).hasSize(3).doesNotHaveDuplicates();
    assertThat(keys.of(List.of("north"), token, Set.of("18", "17"))).isEqualTo(names);
    assertThat(keys.of(List.of("south"), token, Set.of("17", "18")))
        .doesNotContainAnyElementsOf(names);
    assertThat(keys(3).of(List.of("north"), token, Set.of("17", "18")))
        .doesNotContainAnyElementsOf(names);
    assertThat(keys.of(List.of("north", "south"), token, Set.of("17", "18"))).containsAll(names);
  }

  @Test
  void aStrangerHasAsManyNamesAsACustomerOfOneReference() {
    assertThat(keys.of(List.of("north"), token, Set.of())).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void eachPlaceOfEachQueryIsAQuestionOfItsOwn() {
    Bytes query = Bytes.ascii("query");
    assertThat(
            List.of(
                keys.question(query, 0), keys.question(query, 1), keys.question(Bytes.EMPTY, 0)))
        .doesNotHaveDuplicates();
  }

  private static PersonKeys keys(long seed) {
    return new PersonKeys(secret(seed));
  }

  private static SecretBytes secret(long seed) {
    return SecretBytes.random(32, PlayedParties.seeded(seed));
  }
}
