package io.heji.protocol.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One form of a signed message, and of its id. */
class CompactJwsTest {
  private static final String TYP = "played+jwt";
  private static final String KID = "played-1";

  private final Es256PrivateKey key = Es256PrivateKey.generate(new SplittableRandom(5)::nextBytes);
  private final Bytes payload = Bytes.utf8("{}");
  private final String signed = CompactJws.sign(TYP, KID, key, payload);

  @Test
  void takesExactlyThreePartsAndASignatureOfSixtyFourBytes() {
    assertThatCode(() -> CompactJws.parse(signed, TYP)).doesNotThrowAnyException();
    for (String other : new String[] {".", ".AA", "AA", ".".repeat(2)}) {
      refuses(ProblemType.MALFORMED_REQUEST, () -> CompactJws.parse(signed + other, TYP));
    }
    String short63 = signed.substring(0, signed.lastIndexOf('.') + 1) + "A".repeat(84);
    refuses(ProblemType.MALFORMED_REQUEST, () -> CompactJws.parse(short63, TYP));
  }

  /** A key that is right for one use must not be taken for another under that one's id. */
  @Test
  void wantsTheKeyUnderItsOwnId() throws Exception {
    CompactJws jws = CompactJws.parse(signed, TYP);

    jws.requireSignedBy(KID, key.publicKey());
    refuses(ProblemType.SIGNATURE_INVALID, () -> jws.requireSignedBy("played-2", key.publicKey()));
  }

  @Test
  void aQuorumDocumentHasNoMemberBesides() throws Exception {
    String document = QuorumJws.sign(TYP, payload, Map.of(KID, key));

    assertThat(verified(document)).isEqualTo(payload);
    refuses(
        ProblemType.MALFORMED_REQUEST,
        () -> verified(document.replaceFirst("\\{", "{\"more\":1,")));
    refuses(
        ProblemType.MALFORMED_REQUEST,
        () -> verified(document.replace("{\"protected", "{\"header\":{},\"protected")));
  }

  private Bytes verified(String document) throws RefusedException {
    return QuorumJws.verify(document, TYP, Map.of(KID, key.publicKey()), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01A0C450-6c00-7cbd-9972-575c393770ee",
        "01a0c4506c007cbd9972575c393770ee0000",
        "01a0c450-6c00-7cbd-9972-575c393770e",
        "01a0c450-6c00-7cbd-9972-575c393770eg",
        "../../../../../../../../../../../etc"
      })
  void refusesAnIdThatIsNoUuidInLowerCase(String id) throws Exception {
    JsonObject json = JsonObject.parse("{\"jti\":\"" + id + "\"}");
    refuses(ProblemType.MALFORMED_REQUEST, () -> Jti.read(json, "jti"));
  }

  private static void refuses(ProblemType type, ThrowingCallable reading) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(reading)
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
  }
}
