package io.heji.gateway.query;

import io.heji.gateway.audit.DecisionLog;
import io.heji.gateway.audit.DecisionRecord;
import io.heji.gateway.audit.DisclosureArchive;
import io.heji.protocol.document.PartyId;
import io.heji.store.StoreFailedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Decision log and archive in memory, with the failures of a database. */
final class MemoryRecords implements DecisionLog, DisclosureArchive {
  private record Kept(Instant at, String disclosure) {}

  private final List<DecisionRecord> log = new ArrayList<>();
  private final Map<String, Kept> archive = new HashMap<>();
  private Predicate<DecisionRecord> failing = _ -> false;
  private Consumer<DecisionRecord> watching = _ -> {};

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

  @Override
  public void appendAnswered(DecisionRecord record, String disclosure) {
    append(record);
    String key = record.bank() + "/" + record.jti();
    if (archive.put(key, new Kept(record.at(), disclosure)) != null) {
      throw new IllegalStateException("kept twice");
    }
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
