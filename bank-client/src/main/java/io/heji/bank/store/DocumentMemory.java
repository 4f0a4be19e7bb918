package io.heji.bank.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The newest directory, policy and roster that this bank has seen, so that an older one is never
 * adopted (protocol §2, rollback): a gateway that withholds a suspension cannot go back behind it.
 */
public final class DocumentMemory {
  private static final String DIRECTORY = "directory";
  private static final String POLICY = "policy";
  private static final String ROSTER = "roster";

  private final Path file;

  public DocumentMemory(Path file) {
    this.file = file;
  }

  /**
   * Remembers these documents if none is older than the one remembered.
   *
   * @throws RefusedException when one is older, or is another document under the same serial
   * @throws IOException when the memory cannot be read or written; then nothing may be adopted
   */
  public void adopt(DocumentRef directory, DocumentRef policy, DocumentRef roster)
      throws RefusedException, IOException {
    // From the look to the write: another process of this bank may adopt a newer one meanwhile.
    try (ExclusiveFile _ = ExclusiveFile.beside(file)) {
      adoptAlone(directory, policy, roster);
    }
  }

  private void adoptAlone(DocumentRef directory, DocumentRef policy, DocumentRef roster)
      throws RefusedException, IOException {
    if (Files.exists(file)) {
      JsonObject remembered = JsonObject.parse(Bytes.copyOf(Files.readAllBytes(file)));
      DocumentRef directoryBefore = DocumentRef.read(remembered.object(DIRECTORY));
      DocumentRef policyBefore = DocumentRef.read(remembered.object(POLICY));
      DocumentRef rosterBefore = DocumentRef.read(remembered.object(ROSTER));
      requireNotOlder(DIRECTORY, directory, directoryBefore, ProblemType.WRONG_DIRECTORY);
      requireNotOlder(POLICY, policy, policyBefore, ProblemType.WRONG_POLICY);
      requireNotOlder(ROSTER, roster, rosterBefore, ProblemType.WRONG_ROSTER);
      if (directory.equals(directoryBefore)
          && policy.equals(policyBefore)
          && roster.equals(rosterBefore)) {
        return;
      }
    }
    ObjectNode json = Json.object();
    put(json, DIRECTORY, directory);
    put(json, POLICY, policy);
    put(json, ROSTER, roster);
    DurableFile.replace(file, Json.encode(json).toByteArray());
  }

  private static void requireNotOlder(
      String name, DocumentRef offered, DocumentRef remembered, ProblemType type)
      throws RefusedException {
    boolean older = offered.serial() < remembered.serial();
    boolean other =
        offered.serial() == remembered.serial() && !offered.hash().equals(remembered.hash());
    if (older || other) {
      throw new RefusedException(
          type,
          "the gateway offers %s %s %d, this bank has seen serial %d"
              .formatted(
                  other ? "another" : "an older", name, offered.serial(), remembered.serial()));
    }
  }

  private static void put(ObjectNode json, String name, DocumentRef ref) {
    ref.write(json.putObject(name));
  }
}
