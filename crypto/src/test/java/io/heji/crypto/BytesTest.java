package io.heji.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @ParameterizedTest
  @ValueSource(strings = {"AA==", "AB", "A", "A+", "A/AA", "AA A", "AAA\n"})
  void refusesEverySecondSpellingOfBase64Url(String text) {
    assertThatThrownBy(() -> Bytes.fromBase64Url(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsWhatItWrites() {
    Bytes bytes = Bytes.of((byte) 0xFF, (byte) 0xFE, (byte) 0);

    assertThat(Bytes.fromBase64Url(bytes.base64Url())).isEqualTo(bytes);
    assertThat(Bytes.fromHex(bytes.hex())).isEqualTo(bytes);
  }

  @Test
  void prefixesTheLengthInTwoBytes() {
    assertThat(LengthPrefixed.ofAscii("ab").hex()).isEqualTo("00026162");
    assertThat(LengthPrefixed.of(Bytes.of(new byte[0xFFFF])).size()).isEqualTo(0x10001);
    assertThatThrownBy(() -> LengthPrefixed.of(Bytes.of(new byte[0x10000])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secretsDoNotPrintThemselves() {
    SecretBytes secret = SecretBytes.of(Bytes.fromHex("c0ffee"));

    assertThat(secret.toString()).doesNotContainIgnoringCase("c0ffee").contains("3");
    secret.destroy();
    assertThatThrownBy(() -> secret.toByteArray(SecretAccess.granted()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesKeyFilesThatOthersCanRead(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("voprf.key");
    SecretFile.write(file, SecretBytes.of(Bytes.fromHex("00".repeat(32))));
    assertThat(SecretFile.read(file).size()).isEqualTo(32);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> SecretFile.read(file)).hasMessageContaining("chmod 600");
  }
}
