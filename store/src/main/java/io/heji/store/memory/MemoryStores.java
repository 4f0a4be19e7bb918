package io.heji.store.memory;

import io.heji.policy.adoption.SerialMemory;
import io.heji.protocol.document.PartyId;
import io.heji.store.OnceRegister;
import io.heji.store.QuotaLedger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All three stores of one role. Thread-safe. */
public final class MemoryStores implements OnceRegister, QuotaLedger, SerialMemory {
  private final Set<String> messages = new HashSet<>();
  private final Map<String, Long> quotas = new HashMap<>();
  private final Map<SerialMemory.Kind, Remembered> newest = new EnumMap<>(SerialMemory.Kind.class);

  @Override
  public synchronized boolean isFirst(
      OnceRegister.Kind kind, PartyId issuer, String jti, Instant expires) {
    return messages.add(kind + "/" + issuer + "/" + jti);
  }

  /** Whether such a message was accepted before. */
  public synchronized boolean isKnown(OnceRegister.Kind kind, PartyId issuer, String jti) {
    return messages.contains(kind + "/" + issuer + "/" + jti);
  }

  @Override
  public synchronized boolean charge(String scope, long amount, long limit) {
    long after = used(scope) + amount;
    if (after > limit) {
      return false;
    }
    quotas.put(scope, after);
    return true;
  }

  @Override
  public synchronized long used(String scope) {
    return quotas.getOrDefault(scope, 0L);
  }

  @Override
  public synchronized Optional<Remembered> newest(SerialMemory.Kind kind) {
    return Optional.ofNullable(newest.get(kind));
  }

  @Override
  public synchronized void remember(SerialMemory.Kind kind, Remembered document) {
    newest.merge(
        kind, document, (old, next) -> next.ref().serial() >= old.ref().serial() ? next : old);
  }
}
