package io.heji.bank.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Writes files so that after a return they are on disk whole, and before it the old ones are. */
final class DurableFile {
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private DurableFile() {}

  /** Makes a folder that only its owner can enter, and the folders above it; durable on return. */
  static void makeFolder(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path place = folder.toAbsolutePath().normalize();
    while (place != null && !Files.exists(place)) {
      missing.push(place);
      place = place.getParent();
    }
    Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    for (Path made : missing) {
      forceFolder(parent(made));
    }
  }

  /** Puts the content in the file's place; durable on return. */
  static void replace(Path file, byte[] content) throws IOException {
    Path folder = parent(file);
    Path next = Files.createTempFile(folder, ".next-", "", OWNER_ONLY_FILE);
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        writeWhole(channel, content);
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(folder);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /**
   * Appends whole records of one size to a file that only its owner can read; one writer at a time.
   * What a crash left of a torn record is cut off first: it would shift all that come after it.
   */
  static void appendRecords(Path file, byte[] records, int recordBytes) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    try (ExclusiveFile _ = ExclusiveFile.beside(parent(file));
        FileChannel channel = FileChannel.open(file, options, OWNER_ONLY_FILE)) {
      channel.position(channel.size() - channel.size() % recordBytes);
      channel.truncate(channel.position());
      writeWhole(channel, records);
    }
  }

  /** Without this a power cut may take a new name back although the content is on disk. */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static Path parent(Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      throw new IOException("`" + file + "` has no folder");
    }
    return folder;
  }

  private static void writeWhole(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
