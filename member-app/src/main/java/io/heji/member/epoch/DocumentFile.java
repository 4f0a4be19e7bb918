package io.heji.member.epoch;

import io.heji.protocol.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A document in a file: text of bounded length. */
public final class DocumentFile {
  private DocumentFile() {}

  public static String read(Path file) throws IOException {
    if (Files.size(file) > Limits.DOCUMENT_LENGTH_MAX) {
      throw new IOException("`" + file + "` is longer than a document can be");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
