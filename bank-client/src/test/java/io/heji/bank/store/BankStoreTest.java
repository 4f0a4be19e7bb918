package io.heji.bank.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.bank.BankLimits;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.played.PlayedParties;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BankStoreTest {
  private static final Bytes DIGEST = Sha256.of(Bytes.ascii("somebody"));

  @TempDir Path home;
  private final Randomness randomness = PlayedParties.seeded(5);

  /** Two clients of one bank, one behind: what the newer remembered must stay. */
  @Test
  void documentsThatAreOfferedAtTheSameTimeAreRememberedOneAfterTheOther() throws Exception {
    Path file = home.resolve("documents.json");
    int many = 20;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> offers = new ArrayList<>();
      for (int i = 1; i <= many; i++) {
        DocumentRef ref = new DocumentRef(i, Sha256.of(Bytes.ascii("document " + i)));
        offers.add(threads.submit(() -> adopted(new DocumentMemory(file), ref)));
      }
      for (Future<?> offer : offers) {
        offer.get();
      }
    }

    DocumentRef first = new DocumentRef(many - 1, Sha256.of(Bytes.ascii("older")));
    assertThat(adopted(new DocumentMemory(file), first)).isFalse();
  }

  private static boolean adopted(DocumentMemory memory, DocumentRef ref) throws IOException {
    try {
      memory.adopt(ref, ref, ref);
      return true;
    } catch (RefusedException older) {
      return false;
    }
  }

  @Test
  void keepsTokensApartByKeyAndSkipsATornRecord() throws Exception {
    KeptTokens tokens = store().keptTokens();
    tokens.append("epoch-1-aa", Map.of(DIGEST, SecretBytes.random(32, randomness)));
    tokens.append("epoch-1-aa", Map.of(Sha256.of(DIGEST), SecretBytes.random(32, randomness)));

    assertThat(tokens.load("epoch-1-aa")).hasSize(2);
    assertThat(tokens.load("epoch-2-aa")).isEmpty();
    Path file = home.resolve("state/tokens/epoch-1-aa.sealed");
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length - 1));
    assertThat(tokens.load("epoch-1-aa")).containsOnlyKeys(DIGEST);
  }

  @Test
  void skipsATokenThatWasChangedAndReadsTheOthers() throws Exception {
    KeptTokens tokens = store().keptTokens();
    tokens.append("epoch-1-aa", Map.of(DIGEST, SecretBytes.random(32, randomness)));
    Bytes second = Sha256.of(DIGEST);
    tokens.append("epoch-1-aa", Map.of(second, SecretBytes.random(32, randomness)));
    Path file = home.resolve("state/tokens/epoch-1-aa.sealed");
    byte[] content = Files.readAllBytes(file);

    content[content.length / 2 - 1] ^= 1;
    Files.write(file, content);

    assertThat(tokens.load("epoch-1-aa")).containsOnlyKeys(second);
  }

  @Test
  void readsTokensAppendedAfterATornRecord() throws Exception {
    KeptTokens tokens = store().keptTokens();
    tokens.append("epoch-1-aa", Map.of(DIGEST, SecretBytes.random(32, randomness)));
    Path file = home.resolve("state/tokens/epoch-1-aa.sealed");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1), StandardOpenOption.APPEND);

    Bytes second = Sha256.of(DIGEST);
    tokens.append("epoch-1-aa", Map.of(second, SecretBytes.random(32, randomness)));

    assertThat(tokens.load("epoch-1-aa")).containsOnlyKeys(DIGEST, second);
    assertThat(Files.size(file)).isEqualTo(2L * whole.length);
  }

  @Test
  void loadsAsManyTokensAsTheLimitAndNotOneMore() throws Exception {
    KeptTokens tokens = store().keptTokens();
    Map<Bytes, SecretBytes> many = new LinkedHashMap<>();
    SecretBytes token = SecretBytes.random(32, randomness);
    for (int i = 0; i < BankLimits.TOKENS_KEPT_MAX; i++) {
      many.put(Bytes.copyOf(ByteBuffer.allocate(32).putInt(i).array()), token);
    }
    tokens.append("epoch-1-aa", many);
    assertThat(tokens.load("epoch-1-aa")).hasSize(BankLimits.TOKENS_KEPT_MAX);

    tokens.append("epoch-1-aa", Map.of(DIGEST, token));

    assertThat(tokens.load("epoch-1-aa"))
        .hasSize(BankLimits.TOKENS_KEPT_MAX)
        .doesNotContainKey(DIGEST);
  }

  @Test
  void keepsNoTokenReadable() throws Exception {
    byte[] token = randomness.bytes(32);
    store().keptTokens().append("epoch-1-aa", Map.of(DIGEST, SecretBytes.copyOf(token)));

    Bytes stored = Bytes.copyOf(Files.readAllBytes(home.resolve("state/tokens/epoch-1-aa.sealed")));

    assertThat(stored.hex()).doesNotContain(Bytes.copyOf(token).hex(), DIGEST.hex());
  }

  @Test
  void keepsTheNewestQuestionsUpToTheLimit() throws Exception {
    PendingQueries pending = store().pendingQueries();
    Path folder = home.resolve("state/pending");
    for (int i = 0; i < BankLimits.PENDING_QUERIES_MAX; i++) {
      Files.createFile(folder.resolve(queryId(i) + ".sealed"));
    }

    pending.store(queryId(BankLimits.PENDING_QUERIES_MAX), question());

    int dropped = BankLimits.PENDING_QUERIES_DROPPED_AT_ONCE;
    assertThat(folder.resolve(queryId(dropped - 1) + ".sealed")).doesNotExist();
    assertThat(folder.resolve(queryId(dropped) + ".sealed")).exists();
    for (int i = 1; i < dropped; i++) {
      pending.store(queryId(BankLimits.PENDING_QUERIES_MAX + i), question());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(BankLimits.PENDING_QUERIES_MAX);
    }
  }

  @Test
  void dropsNoQuestionWhileThereIsRoom() throws Exception {
    PendingQueries pending = store().pendingQueries();
    Path folder = home.resolve("state/pending");
    for (int i = 0; i < BankLimits.PENDING_QUERIES_MAX - 1; i++) {
      Files.createFile(folder.resolve(queryId(i) + ".sealed"));
    }

    pending.store(queryId(BankLimits.PENDING_QUERIES_MAX), question());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(BankLimits.PENDING_QUERIES_MAX);
    }
  }

  @Test
  void readsAQuestionBackWhole() throws Exception {
    PendingQueries pending = store().pendingQueries();
    PendingQuery question = question();
    pending.store(queryId(1), question);

    PendingQuery read = pending.find(queryId(1)).orElseThrow();

    assertThat(read.jws()).isEqualTo(question.jws());
    assertThat(read.documents()).isEqualTo(question.documents());
    assertThat(hex(read.tagKey())).isEqualTo(hex(question.tagKey()));
    assertThat(hex(read.padSeeds())).isEqualTo(hex(question.padSeeds()));
    assertThat(read.toString()).isEqualTo("PendingQuery");
  }

  /** As a newer version may have written it: half of a question opens no answer. */
  @Test
  void refusesAKeptQuestionWithAMemberThatItDoesNotKnow() throws Exception {
    Bytes kept = Bytes.copyOf(question().encode().toByteArray(SecretAccess.granted()));
    assertThat(PendingQuery.decode(SecretBytes.of(kept)).jws()).isEqualTo("a.b.c");
    String more = kept.asUtf8().replaceFirst("\\{", "{\"more\":1,");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PendingQuery.decode(SecretBytes.of(Bytes.utf8(more))));
  }

  /** Such as a disk leaves behind that was full. */
  @Test
  void saysOfAnEmptiedQuestionThatItDoesNotOpen() throws Exception {
    PendingQueries pending = store().pendingQueries();
    Files.createFile(home.resolve("state/pending/" + queryId(1) + ".sealed"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> pending.find(queryId(1)))
        .withMessageContaining("does not open");
  }

  @Test
  void keepsTheLargestQuestionAndRefusesOneThatCouldNotBeReadAgain() throws Exception {
    PendingQueries pending = store().pendingQueries();
    pending.store(queryId(1), question(0));
    int rest = (int) Files.size(home.resolve("state/pending/" + queryId(1) + ".sealed"));
    int largest = BankLimits.PENDING_QUERY_MAX_BYTES - rest;

    pending.store(queryId(2), question(largest));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> pending.store(queryId(3), question(largest + 1)))
        .withMessageContaining("larger than a kept question can be");

    assertThat(pending.find(queryId(2)).orElseThrow().documents()).isEqualTo(documents(largest));
    assertThat(pending.find(queryId(3))).isEmpty();
    assertThat(pending.find(queryId(1))).isPresent();
  }

  @Test
  void isOnDiskBeforeAnythingIsSentThatNeedsIt() throws Exception {
    Path state = home.resolve("new/state");
    Path key = home.resolve("store.key");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold();
      recording.start();
      BankStore.open(state, key, randomness).pendingQueries().store(queryId(1), question());
      recording.stop();
      Path file = home.resolve("forced.jfr");
      recording.dump(file);

      List<String> forced =
          RecordingFile.readAllEvents(file).stream().map(event -> event.getString("path")).toList();
      // The key's folder, each folder made above the question, and the question's own.
      assertThat(forced)
          .contains(home.toString(), home.resolve("new").toString(), state.toString())
          .contains(state.resolve("pending").toString());
      assertThat(forced).anyMatch(path -> path.startsWith(home + "/.new-"));
      assertThat(forced).anyMatch(path -> path.startsWith(state + "/pending/.next-"));
    }
  }

  @Test
  void neverPutsAnOlderSerialBackWhenManyAdoptAtATime() throws Exception {
    Path file = home.resolve("documents.json");
    int threads = 4;
    AtomicLong newest = new AtomicLong();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (long serial = 1; serial <= 200; serial++) {
        DocumentRef ref = ref(serial);
        // A memory of its own, as of another process.
        all.add(pool.submit(() -> adopt(new DocumentMemory(file), ref, newest)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }

    String remembered = Files.readString(file);
    assertThat(remembered).contains("\"serial\":" + newest.get() + ",");
  }

  @Test
  @Timeout(60)
  void waitsForAnotherProcessThatIsAdopting() throws Exception {
    Path file = home.resolve("documents.json");
    Process other = LockHolder.start(file.resolveSibling("documents.json.lock"));
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      assertThat(other.getInputStream().read()).isEqualTo('+');
      AtomicLong newest = new AtomicLong();
      Future<?> adopting = pool.submit(() -> adopt(new DocumentMemory(file), ref(1), newest));

      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> adopting.get(200, TimeUnit.MILLISECONDS));
      assertThat(file).doesNotExist();
      other.getOutputStream().close();
      adopting.get();

      assertThat(file).exists();
    } finally {
      other.destroyForcibly();
    }
  }

  private static void adopt(DocumentMemory memory, DocumentRef ref, AtomicLong newest) {
    try {
      memory.adopt(ref, ref, ref);
      newest.accumulateAndGet(ref.serial(), Math::max);
    } catch (RefusedException older) {
      // As it must be: a newer one was adopted before.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DocumentRef ref(long serial) {
    return new DocumentRef(serial, Sha256.of(Bytes.ascii("document " + serial)));
  }

  private BankStore store() throws IOException {
    return BankStore.open(home.resolve("state"), home.resolve("store.key"), randomness);
  }

  private PendingQuery question() {
    return question(5);
  }

  private PendingQuery question(int documentsLength) {
    return new PendingQuery(
        "a.b.c",
        documents(documentsLength),
        SecretBytes.random(32, randomness),
        new TreeMap<>(Map.of(new PartyId("platform-a"), SecretBytes.random(32, randomness))));
  }

  /** As many statements whatever the length, so that it alone makes a question larger. */
  private static SignedDocuments documents(int length) {
    int statements = 16;
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < statements; i++) {
      texts.add("s".repeat((length + i) / statements));
    }
    return new SignedDocuments("{}", "{}", "d.e.f", texts);
  }

  private static String queryId(int number) {
    return Jti.next(
        Instant.ofEpochMilli(1_700_000_000_000L + number), PlayedParties.seeded(number));
  }

  private static SortedMap<PartyId, String> hex(SortedMap<PartyId, SecretBytes> seeds) {
    SortedMap<PartyId, String> texts = new TreeMap<>();
    seeds.forEach((member, seed) -> texts.put(member, hex(seed)));
    return texts;
  }

  private static String hex(SecretBytes secret) {
    return Bytes.copyOf(secret.toByteArray(SecretAccess.granted())).hex();
  }
}
