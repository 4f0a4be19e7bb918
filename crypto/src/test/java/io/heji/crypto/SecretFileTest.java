package io.heji.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  private static final SecretBytes SECRET = SecretBytes.of(Bytes.fromHex("0a".repeat(32)));
  private static final SecretBytes OTHER = SecretBytes.of(Bytes.fromHex("0b".repeat(32)));

  @TempDir Path folder;

  @Test
  void putsNoOtherSecretInTheFilesPlace() throws Exception {
    Path file = folder.resolve("store.key");
    SecretFile.write(file, SECRET);

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> SecretFile.write(file, OTHER));

    assertThat(SecretFile.read(file).equalsInConstantTime(SECRET)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  /** Goal: another process never reads a part. Method: a reader that looks all the time. */
  @Test
  void isNeverThereInPart() throws Exception {
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 300; i++) {
        Path file = folder.resolve("key-" + i);
        Future<SecretBytes> seen = reader.submit(() -> readAsSoonAsItIsThere(file));
        SecretFile.write(file, SECRET);

        assertThat(seen.get().equalsInConstantTime(SECRET)).isTrue();
      }
    }
  }

  @Test
  void isOnDiskOnReturn() throws Exception {
    Path file = folder.resolve("store.key");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold();
      recording.start();
      SecretFile.write(file, SECRET);
      recording.stop();
      Path events = folder.resolve("forced.jfr");
      recording.dump(events);

      List<String> forced =
          RecordingFile.readAllEvents(events).stream()
              .map(event -> event.getString("path"))
              .toList();
      assertThat(forced).hasSize(2).contains(folder.toString());
      assertThat(forced.getFirst()).startsWith(folder + "/.new-");
    }
  }

  @Test
  void readsNoSecretThatIsShorterThanAKey() throws Exception {
    for (int size : new int[] {0, 1, 31}) {
      Path file = folder.resolve(size + ".key");
      SecretFile.write(file, SecretBytes.of(Bytes.copyOf(new byte[size])));

      assertThatExceptionOfType(IOException.class)
          .as("%s bytes", size)
          .isThrownBy(() -> SecretFile.read(file))
          .withMessageContaining(".key` must hold 32 bytes or more");
    }
    Path longer = folder.resolve("longer.key");
    SecretFile.write(longer, SecretBytes.of(Bytes.copyOf(new byte[33])));
    assertThat(SecretFile.read(longer).size()).isEqualTo(33);
  }

  private static SecretBytes readAsSoonAsItIsThere(Path file) throws IOException {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
    return SecretFile.read(file);
  }
}
