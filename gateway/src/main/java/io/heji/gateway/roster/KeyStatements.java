package io.heji.gateway.roster;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The key statements that lie in the folder, by hash and by epoch and party. Who signed them is
 * verified with the whole set that a roster makes of them.
 */
final class KeyStatements {
  private final Map<Bytes, String> byHash = new HashMap<>();
  private final Map<Long, SortedMap<PartyId, Bytes>> byEpoch = new HashMap<>();

  /** Reads the form only. Of two of one party and epoch the first counts. */
  static KeyStatements read(Collection<String> texts) throws RefusedException {
    KeyStatements statements = new KeyStatements();
    for (String text : texts) {
      Bytes payload = CompactJws.parse(text, KeyStatement.TYP).payload();
      KeyStatement statement = KeyStatement.fromPayload(payload);
      Bytes hash = Sha256.of(payload);
      statements.byHash.put(hash, text);
      statements
          .byEpoch
          .computeIfAbsent(statement.epoch(), _ -> new TreeMap<>())
          .putIfAbsent(statement.party(), hash);
    }
    return statements;
  }

  /** The hashes of an epoch's statements, by party. */
  SortedMap<PartyId, Bytes> ofEpoch(long epoch) {
    return byEpoch.getOrDefault(epoch, new TreeMap<>());
  }

  /** The statements that a roster names, if all are here. */
  Optional<List<String>> of(Roster roster) {
    List<String> texts = new ArrayList<>();
    for (SortedMap<PartyId, Bytes> named : List.of(roster.members(), roster.tokenisers())) {
      for (Bytes hash : named.values()) {
        String text = byHash.get(hash);
        if (text == null) {
          return Optional.empty();
        }
        texts.add(text);
      }
    }
    return Optional.of(texts);
  }
}
