package io.heji.gateway.roster;

import io.heji.protocol.Limits;
import io.heji.protocol.document.SignedDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads signed documents from a folder. They are verified like anybody's, so the folder need not be
 * trusted.
 */
public final class DocumentFolder {
  private static final String STATEMENT_SUFFIX = ".jws";

  private DocumentFolder() {}

  /**
   * Reads {@code directory.json}, {@code policy.json}, {@code roster.jws} and {@code
   * key-statements/*.jws}.
   */
  public static SignedDocuments read(Path folder) throws IOException {
    List<Path> files;
    try (var listed = Files.list(folder.resolve("key-statements"))) {
      files = listed.filter(file -> file.toString().endsWith(STATEMENT_SUFFIX)).sorted().toList();
    }
    List<String> statements = new ArrayList<>();
    for (Path file : files) {
      statements.add(text(file));
    }
    return new SignedDocuments(
        text(folder.resolve("directory.json")),
        text(folder.resolve("policy.json")),
        text(folder.resolve("roster.jws")),
        statements);
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > Limits.DOCUMENT_LENGTH_MAX) {
      throw new IOException("`" + file + "` is larger than a document can be");
    }
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }
}
