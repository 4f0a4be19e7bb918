package io.heji.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.gateway.audit.Admission;
import io.heji.gateway.audit.DecisionLog;
import io.heji.gateway.audit.DecisionRecord;
import io.heji.gateway.audit.DisclosureArchive;
import io.heji.gateway.audit.SubjectsCharge;
import io.heji.protocol.document.PartyId;
import io.heji.store.OnceRegister;
import io.heji.store.StoreFailedException;
import io.heji.store.memory.MemoryStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decision log and archive in memory, with the failures of a database. Of one test, which asks one
 * question after the other.
 */
final class MemoryRecords implements DecisionLog, DisclosureArchive {
  private record Kept(Instant at, String disclosure) {}

  private final MemoryStores stores;
  private final List<DecisionRecord> log = new ArrayList<>();
  private final Map<String, Kept> archive = new HashMap<>();
  private Predicate<DecisionRecord> failing = _ -> false;
  private Consumer<DecisionRecord> watching = _ -> {};

  MemoryRecords(MemoryStores stores) {
    this.stores = stores;
  }

  List<DecisionRecord> log() {
    return log;
  }

  boolean nothingKept() {
    return archive.isEmpty();
  }

  /** Appending such a record fails. */
  void failOn(Predicate<DecisionRecord> records) {
    failing = records;
  }

  /** Told before each append. */
  void watch(Consumer<DecisionRecord> watcher) {
    watching = watcher;
  }

  @Override
  public void append(DecisionRecord record) {
    watching.accept(record);
    if (failing.test(record)) {
      throw new StoreFailedException("recording", new IllegalStateException("played"));
    }
    log.add(record);
  }

  /** Appends first, which may fail: then nothing is used up. */
  @Override
  public Admission admit(DecisionRecord record, Instant expires, SubjectsCharge charge) {
    if (stores.isKnown(OnceRegister.Kind.EXPOSURE_QUERY, record.bank(), record.jti())) {
      return Admission.REPLAYED;
    }
    boolean within = charge.subjects() <= charge.limit() - stores.used(charge.scope());
    if (within) {
      append(record);
      assertThat(stores.charge(charge.scope(), charge.subjects(), charge.limit())).isTrue();
    }
    assertThat(
            stores.isFirst(OnceRegister.Kind.EXPOSURE_QUERY, record.bank(), record.jti(), expires))
        .isTrue();
    return within ? Admission.ADMITTED : Admission.QUOTA_EXCEEDED;
  }

  @Override
  public void appendAnswered(DecisionRecord record, String disclosure) {
    String key = record.bank() + "/" + record.jti();
    assertThat(archive).doesNotContainKey(key);
    append(record);
    archive.put(key, new Kept(record.at(), disclosure));
  }

  @Override
  public int closeInterrupted(Instant before, Instant now) {
    throw new AssertionError("queries are driven to their end here");
  }

  @Override
  public Optional<String> find(PartyId bank, String jti, Instant notBefore) {
    return Optional.ofNullable(archive.get(bank + "/" + jti))
        .filter(kept -> !kept.at().isBefore(notBefore))
        .map(Kept::disclosure);
  }

  @Override
  public int forgetBefore(Instant time) {
    int before = archive.size();
    archive.values().removeIf(kept -> kept.at().isBefore(time));
    return before - archive.size();
  }
}
