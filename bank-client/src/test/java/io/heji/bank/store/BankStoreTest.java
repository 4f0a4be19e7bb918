package io.heji.bank.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.bank.BankLimits;
import io.heji.bank.SeededRandomness;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankStoreTest {
  private static final Bytes DIGEST = Sha256.of(Bytes.ascii("somebody"));

  @TempDir Path home;
  private final Randomness randomness = SeededRandomness.of(5);

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
  void opensUnderItsOwnNameOnly() throws Exception {
    StoreCipher cipher = StoreCipher.ofKeyFile(home.resolve("store.key"), randomness);
    SecretBytes secret = SecretBytes.random(32, randomness);

    byte[] sealed = cipher.seal("one", secret);

    assertThat(cipher.open("one", sealed).equalsInConstantTime(secret)).isTrue();
    doesNotOpen(cipher, "two", sealed);
    byte[] changed = sealed.clone();
    changed[changed.length - 1] ^= 1;
    doesNotOpen(cipher, "one", changed);
    doesNotOpen(cipher, "one", new byte[StoreCipher.OVERHEAD_BYTES - 1]);
    StoreCipher other = StoreCipher.ofKeyFile(home.resolve("other.key"), randomness);
    doesNotOpen(other, "one", sealed);
  }

  @Test
  void makesItsKeyOnceForItsOwnerAlone() throws Exception {
    Path file = home.resolve("store.key");
    StoreCipher first = StoreCipher.ofKeyFile(file, randomness);
    byte[] sealed = first.seal("one", SecretBytes.random(8, randomness));

    StoreCipher second = StoreCipher.ofKeyFile(file, randomness);

    assertThat(second.open("one", sealed).size()).isEqualTo(8);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesAKeyOfAnotherSize() throws IOException {
    Path file = home.resolve("store.key");
    SecretFile.write(file, SecretBytes.random(16, randomness));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> StoreCipher.ofKeyFile(file, randomness));
  }

  @Test
  void sealsTheSameSecretDifferentlyEachTime() throws Exception {
    StoreCipher cipher = StoreCipher.ofKeyFile(home.resolve("store.key"), randomness);
    SecretBytes secret = SecretBytes.random(32, randomness);

    assertThat(cipher.seal("one", secret)).isNotEqualTo(cipher.seal("one", secret));
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

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(BankLimits.PENDING_QUERIES_MAX);
    }
    assertThat(folder.resolve(queryId(0) + ".sealed")).doesNotExist();
    assertThat(folder.resolve(queryId(1) + ".sealed")).exists();
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

  private BankStore store() throws IOException {
    return BankStore.open(home.resolve("state"), home.resolve("store.key"), randomness);
  }

  private PendingQuery question() {
    return new PendingQuery(
        "a.b.c",
        new SignedDocuments("{}", "{}", "d.e.f", List.of("g.h.i")),
        SecretBytes.random(32, randomness),
        new TreeMap<>(Map.of(new PartyId("platform-a"), SecretBytes.random(32, randomness))));
  }

  private static String queryId(int number) {
    return Jti.next(Instant.ofEpochMilli(1_700_000_000_000L + number), SeededRandomness.of(number));
  }

  private static SortedMap<PartyId, String> hex(SortedMap<PartyId, SecretBytes> seeds) {
    SortedMap<PartyId, String> texts = new TreeMap<>();
    seeds.forEach((member, seed) -> texts.put(member, hex(seed)));
    return texts;
  }

  private static String hex(SecretBytes secret) {
    return Bytes.copyOf(secret.toByteArray(SecretAccess.granted())).hex();
  }

  private static void doesNotOpen(StoreCipher cipher, String name, byte[] sealed) {
    assertThatExceptionOfType(CryptoException.class).isThrownBy(() -> cipher.open(name, sealed));
  }
}
