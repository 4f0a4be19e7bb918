package io.heji.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A secret kept in a file: one line of base64url, 32 bytes or more, readable by its owner only. The
 * file is trusted: who can read it has the key.
 */
public final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final int FILE_SIZE_MAX_BYTES = 8192;

  /** An empty or short key would hide nothing, and HMAC takes one of any length. */
  private static final int SECRET_SIZE_MIN_BYTES = 32;

  private SecretFile() {}

  /**
   * Reads a secret.
   *
   * @throws IOException when it cannot be read, is open to others, is not one line of base64url, or
   *     is shorter than a key; the message names the file, never its content
   */
  public static SecretBytes read(Path file) throws IOException {
    SecretBytes secret;
    try {
      secret = SecretBytes.of(Bytes.fromBase64Url(readText(file).strip()));
    } catch (IllegalArgumentException malformed) {
      throw new IOException("`" + file + "` is not one line of base64url");
    }
    if (secret.size() < SECRET_SIZE_MIN_BYTES) {
      throw new IOException("`" + file + "` must hold " + SECRET_SIZE_MIN_BYTES + " bytes or more");
    }
    return secret;
  }

  /** Reads a secret text such as a PEM key, with the same checks of the file. */
  public static String readText(Path file) throws IOException {
    requireOwnerOnly(file);
    if (Files.size(file) > FILE_SIZE_MAX_BYTES) {
      throw new IOException("`" + file + "` is larger than a key file can be");
    }
    return Files.readString(file, StandardCharsets.US_ASCII);
  }

  /**
   * Writes a secret to a new file that only its owner can read. An existing file is not
   * overwritten.
   */
  public static void write(Path file, SecretBytes secret) throws IOException {
    Bytes content = Bytes.copyOf(secret.toByteArray(SecretAccess.granted()));
    writeText(file, content.base64Url() + "\n");
  }

  /**
   * Writes a secret text such as a PEM key to a new file that only its owner can read.
   *
   * <p>Durable on return, and never there in part: who sees the file sees all of it. Of several
   * that write the same file at a time one does, the others get a {@link
   * java.nio.file.FileAlreadyExistsException}. The file system must know hard links.
   */
  public static void writeText(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      throw new IOException("`" + file + "` has no folder");
    }
    // Created with its permissions, never widened for a moment in between.
    Path next =
        Files.createTempFile(folder, ".new-", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (content.hasRemaining()) {
          channel.write(content);
        }
        channel.force(true);
      }
      // Not a move: that would put a second key in the place of the one somebody already uses.
      Files.createLink(file, next);
    } finally {
      Files.deleteIfExists(next);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /**
   * Overwrites a file and deletes it. What a file system or disk keeps of earlier versions is out
   * of reach: use an encrypted disk.
   */
  public static void erase(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(FILE_SIZE_MAX_BYTES);
      for (long left = channel.size(); left > 0; left -= channel.write(zeros)) {
        zeros.clear().limit((int) Math.min(left, zeros.capacity()));
      }
      channel.force(true);
    }
    Files.delete(file);
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
      if (permission != PosixFilePermission.OWNER_READ
          && permission != PosixFilePermission.OWNER_WRITE) {
        throw new IOException("`" + file + "` can be used by others than its owner: chmod 600 it");
      }
    }
  }
}
