package io.heji.protocol.document;

import static io.heji.protocol.document.PlayedDocuments.PLATFORM_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that are right but for one member: one nobody knows, one twice or one out of place. */
class DocumentFormTest {
  private static final PlayedDocuments PLAYED = new PlayedDocuments();

  /** Reads a document's text. */
  private interface Reading {
    void of(Bytes text) throws RefusedException;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"federation\"| {\"more\":1,\"federation\"",
        "{\"id\":\"gateway\"| {\"more\":1,\"id\":\"gateway\"",
        "{\"kty\":\"EC\"| {\"more\":1,\"kty\":\"EC\"",
        "\"kty\":\"EC\"| \"kty\":\"RSA\"",
        "\"crv\":\"P-256\"| \"crv\":\"P-384\"",
        "\"kid\":\"gateway-signing-1\"| \"kid\":\"gateway signing\"",
        "\"kid\":\"gateway-signing-1\"| \"kid\":\"gateway-\\u0001\"",
        "\"kid\":\"gateway-signing-1\"| \"kid\":\"gateway-\u00e9\"",
        "\"tokeniser-one\",\"tokeniser-two\"| \"tokeniser-one\",\"tokeniser-one\"",
        "\"groups\":[\"operator\"]| \"groups\":[\"operator\",\"operator\"]",
        "\"groups\":[\"operator\"]| \"groups\":[]",
        "\"Asia/Shanghai\"| \"Asia/Nowhere\"",
        "\"Asia/Shanghai\"| \"UTC+8\"",
        "\"Asia/Shanghai\"| \"+08:00\"",
        "\"Asia/Shanghai\"| \"\"",
        "\"CNY\"| \"cny\"",
        "\"CNY\"| \"CN\"",
        "\"CNY\"| \"CN \"",
        "\"CNY\"| \"\"",
      })
  void directory(String part, String other) {
    refuses(PLAYED.directory().toPayload().asUtf8(), part, other, Directory::fromPayload);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"federation\"| {\"more\":1,\"federation\"",
        "\"serial\":1| \"serial\":0",
        "\"epoch\":1| \"epoch\":0"
      })
  void roster(String part, String other) {
    refuses(PLAYED.roster().toPayload().asUtf8(), part, other, Roster::fromPayload);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"federation\"| {\"more\":1,\"federation\"",
        "{\"federation\"| {\"voprf\":\"AA\",\"federation\"",
        "\"credit_limit\"| \"outstanding_principal\"",
      })
  void statement(String part, String other) {
    refuses(
        PLAYED.keyStatement(PLATFORM_A).toPayload().asUtf8(),
        part,
        other,
        KeyStatement::fromPayload);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"federation\"| {\"more\":1,\"federation\"",
        "{\"kty\":\"EC\"| {\"more\":1,\"kty\":\"EC\"",
        "\"threshold\":2| \"threshold\":0",
        "\"threshold\":2| \"threshold\":4",
      })
  void regulators(String part, String other) {
    refuses(
        PLAYED.pinned().toJson(), part, other, text -> PinnedRegulators.fromJson(text.asUtf8()));
  }

  /** One regulator under two names would sign twice. */
  @Test
  void oneRegulatorHasOneName() {
    refuses(
        PLAYED.pinned().toJson(),
        "regulator-2",
        "regulator-1",
        text -> PinnedRegulators.fromJson(text.asUtf8()));
    Es256PublicKey key = PLAYED.newKey().publicKey();
    PinnedRegulators twice =
        new PinnedRegulators("play", 2, new TreeMap<>(Map.of("one", key, "two", key)));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PinnedRegulators.fromJson(twice.toJson()))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  private static void refuses(String right, String part, String other, Reading reading) {
    assertThat(right).contains(part);
    assertThatCode(() -> reading.of(Bytes.utf8(right))).doesNotThrowAnyException();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> reading.of(Bytes.utf8(right.replace(part, other))))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }
}
