package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a disclosure says of the log. */
class DisclosureLogTest {
  private static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
  private static final String KID = "gateway-signing-1";

  private final Es256PrivateKey key = Es256PrivateKey.generate(new SplittableRandom(9)::nextBytes);

  @Test
  void readsThatThereIsNoLog() throws Exception {
    assertThat(Disclosure.read(signed(payload()), KID, key.publicKey()).issuedAt()).isEqualTo(NOW);
  }

  /** ⚔ downgrade of the log: a word that nobody can check is not passed over, nor its absence. */
  @ParameterizedTest
  @ValueSource(strings = {"\"log\":\"None\",", "\"log\":\"\",", "\"log\":{},", "\"log\":null,", ""})
  void refusesAnyOtherWordOfTheLog(String log) {
    String changed = payload().replace("\"log\":\"none\",", log);
    assertThat(changed).isNotEqualTo(payload());

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Disclosure.read(signed(changed), KID, key.publicKey()))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  private String signed(String payload) {
    return CompactJws.sign(Disclosure.TYP, KID, key, Bytes.utf8(payload));
  }

  private String payload() {
    DocumentRef document = new DocumentRef(1, Sha256.of(Bytes.EMPTY));
    String signed =
        new Disclosure(
                "01a0c450-6c00-7cbd-9972-575c393770ee",
                new PartyId("gateway"),
                new PartyId("bank-north"),
                NOW,
                Sha256.of(Bytes.EMPTY),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                document,
                document,
                document,
                Sha256.of(Bytes.EMPTY),
                NOW,
                NOW,
                List.of())
            .signWith(KID, key);
    return Bytes.fromBase64Url(signed.split("\\.", -1)[1]).asUtf8();
  }
}
