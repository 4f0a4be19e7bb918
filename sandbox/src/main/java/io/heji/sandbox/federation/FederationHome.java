package io.heji.sandbox.federation;

import io.heji.sandbox.process.ProcessGroup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one federation, held by one demo at a time.
 *
 * <p>Opening it ends what a killed demo left running, and empties what an earlier one made. A
 * folder that holds anything else is refused untouched: a mistyped {@code --home} must not cost
 * anybody a file.
 */
public final class FederationHome implements AutoCloseable {
  private static final String MARKER = "heji-sandbox";
  private static final String LOCK = "demo.lock";
  private static final String REGISTER = "processes";

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;
  private final int leftovers;

  private FederationHome(Path root, FileChannel channel, FileLock lock, int leftovers) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
    this.leftovers = leftovers;
  }

  /** A home that cannot be used, with what to do about it. */
  public static final class UnusableHomeException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableHomeException(String message) {
      super(message);
    }
  }

  public static FederationHome open(Path wanted) throws IOException, UnusableHomeException {
    Path root = wanted.toAbsolutePath().normalize();
    Path marker = root.resolve(MARKER);
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new UnusableHomeException("`" + wanted + "` is a file; --home wants a folder");
    }
    if (Files.isDirectory(root) && !Files.exists(marker) && !isEmpty(root)) {
      throw new UnusableHomeException(
          "`" + wanted + "` holds files that no demo made; choose an empty folder with --home");
    }
    Files.createDirectories(root);
    Files.writeString(
        marker, "A demo of Heji made this folder and may empty it.\n", StandardCharsets.UTF_8);
    FileChannel channel =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new UnusableHomeException(
          "a demo is already running on `"
              + wanted
              + "`; end it with Ctrl-C, ask it with ./heji bank ask,"
              + " or choose another folder with --home");
    }
    int leftovers = ProcessGroup.endLeftovers(root.resolve(REGISTER));
    empty(root);
    return new FederationHome(root, channel, lock, leftovers);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void empty(Path root) throws IOException {
    List<Path> entries;
    try (var listed = Files.list(root)) {
      entries = listed.toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (!name.equals(MARKER) && !name.equals(LOCK)) {
        delete(entry);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  public Path root() {
    return root;
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path register() {
    return root.resolve(REGISTER);
  }

  /** How many processes an earlier demo had left running. */
  public int leftovers() {
    return leftovers;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
