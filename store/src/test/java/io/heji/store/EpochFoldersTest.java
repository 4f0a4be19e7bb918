package io.heji.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochFoldersTest {
  @TempDir Path keys;

  @Test
  void erasesTheKeysOfEndedEpochsAndNothingElse() throws Exception {
    key("epoch-1");
    key("epoch-2");
    key("epoch-3");
    key("epoch-one");
    SecretFile.writeText(keys.resolve("signing.pem"), "long-term\n");
    Path link = keys.resolve("copy");
    Files.createLink(link, keys.resolve("epoch-1").resolve("mask.key"));

    assertThat(new EpochFolders(keys).eraseBefore(3)).containsExactlyInAnyOrder(1L, 2L);

    assertThat(keys.resolve("epoch-1")).doesNotExist();
    assertThat(keys.resolve("epoch-2")).doesNotExist();
    assertThat(keys.resolve("epoch-3").resolve("mask.key")).exists();
    assertThat(keys.resolve("epoch-one").resolve("mask.key")).exists();
    assertThat(keys.resolve("signing.pem")).exists();
    // Overwritten, not just unlinked: the same file under another name holds zeros.
    assertThat(Files.readAllBytes(link)).containsOnly(0);
    assertThat(new EpochFolders(keys).eraseBefore(3)).isEmpty();
  }

  private void key(String folder) throws Exception {
    Path epoch = Files.createDirectories(keys.resolve(folder));
    SecretFile.write(epoch.resolve("mask.key"), SecretBytes.copyOf(new byte[] {1, 2, 3, 4}));
  }
}
