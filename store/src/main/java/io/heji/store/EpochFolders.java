package io.heji.store;

import io.heji.crypto.SecretFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders {@code epoch-<n>} of a role's key folder. When an epoch has ended its keys are
 * erased: who takes the machine later cannot read what was said then.
 */
public final class EpochFolders {
  private static final String PREFIX = "epoch-";
  private static final int DIGITS_MAX = 18;

  private final Path keys;

  public EpochFolders(Path keys) {
    this.keys = keys;
  }

  /**
   * Erases the keys of all epochs before this one.
   *
   * @return the epochs erased now
   */
  public List<Long> eraseBefore(long epoch) throws IOException {
    List<Long> erased = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(keys, PREFIX + "*")) {
      for (Path folder : folders) {
        long number = number(folder);
        if (number >= 0 && number < epoch) {
          erase(folder);
          erased.add(number);
        }
      }
    }
    return erased;
  }

  /** The epoch's number, or -1 for a folder of another name: it is not ours to erase. */
  private static long number(Path folder) {
    String digits = String.valueOf(folder.getFileName()).substring(PREFIX.length());
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= DIGITS_MAX
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? Long.parseLong(digits) : -1;
  }

  private static void erase(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        SecretFile.erase(file);
      }
    }
    Files.delete(folder);
  }
}
