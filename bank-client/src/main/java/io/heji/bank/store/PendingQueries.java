package io.heji.bank.store;

import io.heji.bank.BankLimits;
import io.heji.crypto.CryptoException;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of questions that were sent, sealed on disk before they are sent (protocol §5): with
 * them an answer that was lost on the way is fetched and opened again. Without them nobody can.
 */
public final class PendingQueries {
  private static final String SUFFIX = ".sealed";

  private final Path folder;
  private final StoreCipher cipher;

  /** So many more are stored before the folder is looked through again. */
  private int roomLeft;

  public PendingQueries(Path folder, StoreCipher cipher) throws IOException {
    this.folder = folder;
    this.cipher = cipher;
    DurableFile.makeFolder(folder);
  }

  /**
   * Stores a question under its id; durable on return.
   *
   * @throws IOException when it cannot be stored, or is larger than one that could be read again
   */
  public void store(String queryId, PendingQuery query) throws IOException {
    Path file = folder.resolve(requireQueryId(queryId) + SUFFIX);
    byte[] sealed = cipher.seal(queryId, query.encode());
    requireReadable(file, sealed.length);
    makeRoom();
    DurableFile.replace(file, sealed);
  }

  /**
   * The question of this id, if it is kept.
   *
   * @throws RefusedException when the id is not one
   * @throws IOException when it cannot be read or was changed
   */
  public Optional<PendingQuery> find(String queryId) throws IOException, RefusedException {
    // The id is also the file's name, so nothing else may get through.
    if (!Jti.isValid(queryId)) {
      throw new RefusedException(ProblemType.MALFORMED_REQUEST, "not a query id");
    }
    Path file = folder.resolve(queryId + SUFFIX);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    requireReadable(file, Files.size(file));
    try {
      return Optional.of(PendingQuery.decode(cipher.open(queryId, Files.readAllBytes(file))));
    } catch (CryptoException | RefusedException changed) {
      throw new IOException("`" + file + "` does not open: it was changed, or the key was");
    }
  }

  /** The ids of all questions that are kept, answered or not, the newest first. */
  public List<String> ids() throws IOException {
    return files().reversed().stream().map(PendingQueries::queryId).toList();
  }

  private static void requireReadable(Path file, long sizeBytes) throws IOException {
    if (sizeBytes > BankLimits.PENDING_QUERY_MAX_BYTES) {
      throw new IOException("`" + file + "` is larger than a kept question can be");
    }
  }

  /** Not by a look at ten thousand files for every question. */
  private synchronized void makeRoom() throws IOException {
    if (roomLeft == 0) {
      List<Path> kept = files();
      int room = BankLimits.PENDING_QUERIES_MAX - kept.size();
      int dropped = room > 0 ? 0 : BankLimits.PENDING_QUERIES_DROPPED_AT_ONCE - room;
      for (Path oldest : kept.subList(0, dropped)) {
        Files.deleteIfExists(oldest);
      }
      roomLeft = room + dropped;
    }
    roomLeft--;
  }

  /** Ids begin with their time (UUIDv7), so the first names are the oldest questions. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> Jti.isValid(queryId(file))).sorted().toList();
    }
  }

  /** What stands before the ending; not an id where another file was put into the folder. */
  private static String queryId(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
  }

  private static String requireQueryId(String queryId) {
    if (!Jti.isValid(queryId)) {
      throw new IllegalArgumentException("bug: not a query id");
    }
    return queryId;
  }
}
