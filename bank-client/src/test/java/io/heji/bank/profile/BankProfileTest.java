package io.heji.bank.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.bank.BankLimits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.query.Consent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankProfileTest {
  private static final BankProfile PROFILE =
      new BankProfile(
          new PartyId("bank-north"),
          "play",
          URI.create("https://localhost:8443"),
          "tls/ca.pem",
          "keys",
          "regulators.json",
          true,
          List.of(
              new Consent(
                  "consent-1",
                  Instant.ofEpochSecond(1_000),
                  Instant.ofEpochSecond(2_000),
                  List.of("loan-approval"))));

  @TempDir Path home;

  @Test
  void readsBackWhatItWrites() throws IOException {
    Files.writeString(home.resolve(BankProfile.FILE), PROFILE.toJson());

    BankProfile read = BankProfile.read(home);

    assertThat(read).isEqualTo(PROFILE);
    assertThat(read.consent("consent-1")).contains(PROFILE.consents().getFirst());
    assertThat(read.consent("consent-2")).isEmpty();
  }

  @Test
  void refusesAnUnknownOrMissingMember() throws IOException {
    refuses(PROFILE.toJson().replace("\"default\":true", "\"default\":true,\"proxy\":\"x\""));
    refuses(PROFILE.toJson().replace("\"default\":true,", ""));
    refuses(PROFILE.toJson().replace("\"default\":true", "\"default\":\"yes\""));
    refuses(PROFILE.toJson().replace("https://localhost:8443", "not an address"));
    refuses(withConsents(2).replace("consent-1", "consent-0"));
  }

  @Test
  void readsTheLargestFileAndNotOneByteMore() throws IOException {
    String json = PROFILE.toJson();
    String largest = json + " ".repeat(BankLimits.PROFILE_MAX_BYTES - json.length());
    Files.writeString(home.resolve(BankProfile.FILE), largest);
    assertThat(BankProfile.read(home)).isEqualTo(PROFILE);

    refuses(largest + " ");
  }

  @Test
  void readsAsManyConsentsAsTheLimitAndNotOneMore() throws IOException {
    Files.writeString(home.resolve(BankProfile.FILE), withConsents(BankLimits.CONSENTS_MAX));
    assertThat(BankProfile.read(home).consents()).hasSize(BankLimits.CONSENTS_MAX);

    refuses(withConsents(BankLimits.CONSENTS_MAX + 1));
  }

  @Test
  void readsTheLongestPathAndNotOneCharacterMore() throws IOException {
    String longest = "k".repeat(BankLimits.PROFILE_TEXT_LENGTH_MAX);
    String json = PROFILE.toJson().replace("\"keys\":\"keys\"", "\"keys\":\"" + longest + "\"");
    Files.writeString(home.resolve(BankProfile.FILE), json);
    assertThat(BankProfile.read(home).keys()).isEqualTo(longest);

    refuses(json.replace(longest, longest + "k"));
  }

  private static String withConsents(int count) {
    List<Consent> consents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      consents.add(
          new Consent(
              "consent-" + i,
              Instant.ofEpochSecond(1_000),
              Instant.ofEpochSecond(2_000),
              List.of("loan-approval")));
    }
    return new BankProfile(
            PROFILE.party(),
            PROFILE.federation(),
            PROFILE.gateway(),
            PROFILE.authority(),
            PROFILE.keys(),
            PROFILE.regulators(),
            PROFILE.isDefault(),
            consents)
        .toJson();
  }

  @Test
  void refusesKeyFilesThatOthersCanRead() throws IOException {
    Path keys = Files.createDirectory(home.resolve("keys"));
    Path file = Files.writeString(keys.resolve("access.pem"), "secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> BankKeys.read(keys))
        .withMessageContaining("access.pem")
        .withMessageNotContaining("secret");
  }

  private void refuses(String text) throws IOException {
    Files.writeString(home.resolve(BankProfile.FILE), text);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> BankProfile.read(home));
  }
}
