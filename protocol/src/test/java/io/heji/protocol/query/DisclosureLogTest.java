package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a disclosure says of the log. */
class DisclosureLogTest {
  private final PlayedDisclosure play = new PlayedDisclosure();

  @Test
  void readsThatThereIsNoLog() throws Exception {
    assertThat(play.read(play.signed(payload())).issuedAt()).isEqualTo(PlayedDisclosure.NOW);
  }

  /** ⚔ downgrade of the log: a word that nobody can check is not passed over, nor its absence. */
  @ParameterizedTest
  @ValueSource(strings = {"\"log\":\"None\",", "\"log\":\"\",", "\"log\":{},", "\"log\":null,", ""})
  void refusesAnyOtherWordOfTheLog(String log) {
    String changed = payload().replace("\"log\":\"none\",", log);
    assertThat(changed).isNotEqualTo(payload());

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> play.read(play.signed(changed)))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  private String payload() {
    return play.payload(List.of());
  }
}
