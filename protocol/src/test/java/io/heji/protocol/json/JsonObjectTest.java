package io.heji.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One reading only. */
class JsonObjectTest {
  private static void refuses(ThrowingCallable reading) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(reading)
        .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "1",
        "\"a\"",
        "{",
        "{}{}",
        "{} x",
        "{\"a\":1,\"a\":1}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{}//",
        "{\"a\":\"\n\"}",
        "\uFEFF{}"
      })
  void refusesWhatIsNotExactlyOneObject(String text) {
    refuses(() -> JsonObject.parse(text));
  }

  @Test
  void refusesMalformedUtf8AndOtherEncodings() {
    refuses(() -> JsonObject.parse(Bytes.fromHex("7b2261223a22ff227d")));
    refuses(() -> JsonObject.parse(Bytes.fromHex("7b2261223a22c080227d")));
    refuses(() -> JsonObject.parse(Bytes.fromHex("007b007d")));
  }

  @Test
  void refusesDeepNesting() {
    refuses(() -> nested(Limits.JSON_DEPTH_MAX + 1));
  }

  @Test
  void theOutermostObjectIsTheFirstLevelOfTheDeepestJson() throws Exception {
    assertThat(nested(Limits.JSON_DEPTH_MAX).has("a")).isTrue();
  }

  private static JsonObject nested(int levels) throws RefusedException {
    int inner = levels - 1;
    return JsonObject.parse("{\"a\":" + "[".repeat(inner) + "]".repeat(inner) + "}");
  }

  /** UTF-8 has no form for half a surrogate pair, so readers make different texts of it. */
  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00", "\\udc00\\ud800", "a\\udbff"})
  void refusesHalfASurrogatePair(String escaped) throws Exception {
    JsonObject json = JsonObject.parse("{\"a\":\"" + escaped + "\"}");
    refuses(() -> json.text("a", 9));
  }

  @Test
  void takesAWholeSurrogatePairAsOneCharacterAndMinusZeroAsZero() throws Exception {
    JsonObject json = JsonObject.parse("{\"a\":\"\\ud83d\\ude00\",\"b\":-0}");
    assertThat(json.text("a", 1)).isEqualTo("\ud83d\ude00");
    assertThat(json.integer("b", 0, 5)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e0",
        "\"1\"",
        "true",
        "null",
        "9223372036854775808",
        // 2^64 + 1, of which the last 64 bits are in the range.
        "18446744073709551617",
        "6",
        "-1"
      })
  void refusesWhatIsNoIntegerInItsRange(String value) throws Exception {
    JsonObject json = JsonObject.parse("{\"a\":" + value + "}");
    refuses(() -> json.integer("a", 0, 5));
  }

  @Test
  void takesBothEndsOfARange() throws Exception {
    JsonObject json = JsonObject.parse("{\"a\":0,\"b\":5}");
    assertThat(json.integer("a", 0, 5)).isZero();
    assertThat(json.integer("b", 0, 5)).isEqualTo(5);
    json.end();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AA==", "AB", "A", "+w", "A A", "AAAA"})
  void refusesBytesSpeltOtherwiseOrOfAnotherSize(String text) throws Exception {
    JsonObject json = JsonObject.parse("{\"a\":\"" + text + "\"}");
    refuses(() -> json.bytes("a", 1));
  }

  @Test
  void refusesMembersMissingOfAnotherTypeTooLongOrTooMany() throws Exception {
    JsonObject json = JsonObject.parse("{\"t\":\"abc\",\"l\":[\"a\",\"b\"],\"o\":{},\"n\":null}");
    refuses(() -> json.text("missing", 9));
    refuses(() -> json.text("o", 9));
    refuses(() -> json.text("n", 9));
    refuses(() -> json.text("t", 2));
    refuses(() -> json.texts("l", 1, 9));
    refuses(() -> json.objects("l", 9));
    refuses(() -> json.objects("o", 9));
    refuses(() -> json.texts("t", 9, 9));
    refuses(() -> json.object("l"));
    refuses(() -> json.bool("t"));
    refuses(() -> json.instant("t"));
    assertThat(json.text("t", 3)).isEqualTo("abc");
  }

  @Test
  void refusesMembersNobodyReadAndDoesNotRepeatTheirNames() throws Exception {
    JsonObject json = JsonObject.parse("{\"a\":1,\"secret-of-sender\":2}");
    json.integer("a", 0, 5);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(json::end)
        .satisfies(r -> assertThat(r.type()).isEqualTo(ProblemType.MALFORMED_REQUEST))
        .satisfies(r -> assertThat(r.getMessage()).doesNotContain("secret"));
  }
}
