package io.heji.bank.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files so that after a return they are on disk whole, and before it the old ones are. */
final class DurableFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private DurableFile() {}

  /** Makes a folder that only its owner can enter. */
  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, OWNER_ONLY_FOLDER);
  }

  /** Puts the content in the file's place; durable on return. */
  static void replace(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      throw new IOException("`" + file + "` has no folder");
    }
    Path next = Files.createTempFile(folder, ".next-", "", OWNER_ONLY_FILE);
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        writeWhole(channel, content);
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      // Without this a power cut may take the new name back although the content is on disk.
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** A lock that is held until it is closed. */
  interface Lock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Waits for a lock against other processes; the file is made for it and stays. */
  static Lock lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY_FILE);
    try {
      channel.lock();
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
    // Closing the channel ends its lock.
    return channel::close;
  }

  /** Appends to a file that only its owner can read; one writer at a time. */
  static void append(Path file, byte[] content) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    try (FileChannel channel = FileChannel.open(file, options, OWNER_ONLY_FILE);
        FileLock _ = channel.lock()) {
      writeWhole(channel, content);
    }
  }

  private static void writeWhole(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
