package io.heji.agent.index;

import io.heji.protocol.token.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link CustomerIndex} in memory, of what a tokenisation writes. */
public class MemoryIndex implements CustomerIndex {
  public final List<String> references = new ArrayList<>();
  private final Map<Long, Reached> reached = new HashMap<>();
  private final Map<Long, Completed> completed = new HashMap<>();

  @Override
  public synchronized void add(long epoch, List<Entry> entries, Reached to) {
    entries.forEach(entry -> references.add(entry.reference()));
    reached.put(epoch, to);
  }

  @Override
  public synchronized Optional<Reached> reached(long epoch) {
    return Optional.ofNullable(reached.get(epoch));
  }

  @Override
  public List<Set<String>> find(long epoch, List<Token> tokens) {
    // Whoever is asked about is a stranger here.
    return tokens.stream().map(_ -> Set.<String>of()).toList();
  }

  @Override
  public synchronized void complete(long epoch, Completed how) {
    completed.put(epoch, how);
    reached.remove(epoch);
  }

  @Override
  public synchronized Optional<Completed> completed(long epoch) {
    return Optional.ofNullable(completed.get(epoch));
  }

  @Override
  public void forgetBefore(long epoch) {
    throw new AssertionError("nothing is forgotten here");
  }
}
