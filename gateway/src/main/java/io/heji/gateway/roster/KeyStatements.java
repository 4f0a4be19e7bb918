package io.heji.gateway.roster;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.Signed;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The key statements that lie in the folder, by hash and by epoch and party, each verified as
 * everybody verifies it. One that does not verify is as if it were not there: it must not keep the
 * others' rosters from being issued.
 */
final class KeyStatements {
  private final Map<Bytes, Signed<KeyStatement>> byHash = new HashMap<>();
  private final Map<Long, Map<PartyId, Signed<KeyStatement>>> byEpoch = new HashMap<>();
  private final Set<Bytes> refusedHashes = new HashSet<>();
  private final SortedSet<String> refusals = new TreeSet<>();

  /** Reads and verifies them. Of two of one party and epoch the first counts. */
  static KeyStatements of(Collection<String> texts, Directory directory) {
    KeyStatements statements = new KeyStatements();
    for (String text : texts) {
      try {
        statements.add(KeyStatement.verify(text, directory));
      } catch (RefusedException refused) {
        statements.addRefused(text, refused.detail());
      }
    }
    return statements;
  }

  private void add(Signed<KeyStatement> statement) {
    byHash.put(statement.hash(), statement);
    byEpoch
        .computeIfAbsent(statement.content().epoch(), _ -> new TreeMap<>())
        .putIfAbsent(statement.content().party(), statement);
  }

  private void addRefused(String text, String why) {
    try {
      Bytes payload = CompactJws.parse(text, KeyStatement.TYP).payload();
      refusedHashes.add(Sha256.of(payload));
      refusals.add("of `" + KeyStatement.fromPayload(payload).party() + "`: " + why);
    } catch (RefusedException unreadable) {
      refusals.add(why);
    }
  }

  /** Why statements in the folder are passed over. */
  SortedSet<String> refusals() {
    return refusals;
  }

  /** What a party states for an epoch. */
  Optional<Signed<KeyStatement>> of(long epoch, PartyId party) {
    return Optional.ofNullable(byEpoch.getOrDefault(epoch, Map.of()).get(party));
  }

  /** The statement of this hash. */
  Optional<Signed<KeyStatement>> named(Bytes hash) {
    return Optional.ofNullable(byHash.get(hash));
  }

  /** Whether the statement of this hash is here and does not verify. */
  boolean refuses(Bytes hash) {
    return refusedHashes.contains(hash) && !byHash.containsKey(hash);
  }

  /** The statements that a roster names, if all are here. */
  Optional<List<String>> of(Roster roster) {
    List<String> texts = new ArrayList<>();
    for (Map<PartyId, Bytes> named : List.of(roster.members(), roster.tokenisers())) {
      for (Bytes hash : named.values()) {
        Signed<KeyStatement> statement = byHash.get(hash);
        if (statement == null) {
          return Optional.empty();
        }
        texts.add(statement.text());
      }
    }
    return Optional.of(texts);
  }
}
