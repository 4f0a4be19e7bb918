package io.heji.bank.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import io.heji.protocol.played.PlayedParties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCipherTest {
  @TempDir Path home;
  private final Randomness randomness = PlayedParties.seeded(5);

  @Test
  void opensUnderItsOwnNameOnly() throws Exception {
    StoreCipher cipher = StoreCipher.ofKeyFile(home.resolve("store.key"), randomness);
    SecretBytes secret = SecretBytes.random(32, randomness);

    byte[] sealed = cipher.seal("one", secret);

    assertThat(cipher.open("one", sealed).equalsInConstantTime(secret)).isTrue();
    doesNotOpen(cipher, "two", sealed);
    byte[] changed = sealed.clone();
    changed[changed.length - 1] ^= 1;
    doesNotOpen(cipher, "one", changed);
    doesNotOpen(cipher, "one", new byte[StoreCipher.OVERHEAD_BYTES - 1]);
    doesNotOpen(cipher, "one", new byte[0]);
    StoreCipher other = StoreCipher.ofKeyFile(home.resolve("other.key"), randomness);
    doesNotOpen(other, "one", sealed);
  }

  @Test
  void makesItsKeyOnceForItsOwnerAlone() throws Exception {
    Path file = home.resolve("store.key");
    StoreCipher first = StoreCipher.ofKeyFile(file, randomness);
    byte[] sealed = first.seal("one", SecretBytes.random(8, randomness));

    StoreCipher second = StoreCipher.ofKeyFile(file, randomness);

    assertThat(second.open("one", sealed).size()).isEqualTo(8);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** Its folder may be one that cannot be written to. */
  @Test
  void readsAKeyThatIsThereAndMakesNoOther() throws Exception {
    Path file = home.resolve("store.key");
    StoreCipher.ofKeyFile(file, randomness);
    Randomness none =
        _ -> {
          throw new AssertionError("a key is made");
        };

    assertThat(StoreCipher.ofKeyFile(file, none)).isNotNull();
  }

  @Test
  void refusesAKeyOfAnotherSize() throws IOException {
    Path file = home.resolve("store.key");
    SecretFile.write(file, SecretBytes.random(16, randomness));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> StoreCipher.ofKeyFile(file, randomness));
  }

  @Test
  void sealsTheSameSecretDifferentlyEachTime() throws Exception {
    StoreCipher cipher = StoreCipher.ofKeyFile(home.resolve("store.key"), randomness);
    SecretBytes secret = SecretBytes.random(32, randomness);

    assertThat(cipher.seal("one", secret)).isNotEqualTo(cipher.seal("one", secret));
  }

  private static void doesNotOpen(StoreCipher cipher, String name, byte[] sealed) {
    assertThatExceptionOfType(CryptoException.class).isThrownBy(() -> cipher.open(name, sealed));
  }
}
