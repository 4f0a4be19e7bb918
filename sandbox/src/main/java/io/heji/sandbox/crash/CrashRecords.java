package io.heji.sandbox.crash;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.SeenCapture;
import io.heji.sandbox.postgres.DatabaseAccess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Holds the records of a crash trial against each other: what banks hold, what the gateway
 * recorded, what each agent stored, and what went over the link.
 */
final class CrashRecords {
  private final RunningFederation federation;
  private final Bringup bringup;

  CrashRecords(RunningFederation federation, Bringup bringup) {
    this.federation = federation;
    this.bringup = bringup;
  }

  /**
   * Looks at everything.
   *
   * @param disclosed which bank holds an answer to which query
   */
  void check(Map<String, PartyId> disclosed, Consumer<String> complain)
      throws SQLException, IOException {
    gatewayRecordedAll(disclosed, complain);
    for (Cast.Member platform : federation.cast().platforms()) {
      Map<String, String> stored = answeredBy(platform.id());
      for (Map.Entry<String, PartyId> answer : disclosed.entrySet()) {
        boolean summed =
            !answer.getValue().equals(Cast.OWN_GROUP_BANK.id())
                || !platform.group().equals(Cast.OWN_GROUP_BANK.group());
        if (summed && !stored.containsKey(answer.getKey())) {
          complain.accept(platform.id() + " has no record of " + answer.getKey());
        }
      }
      sentIsStored(platform.id(), stored, complain);
    }
  }

  private void gatewayRecordedAll(Map<String, PartyId> disclosed, Consumer<String> complain)
      throws SQLException {
    Map<String, Integer> outcomes = new HashMap<>();
    try (Connection connection = database(Cast.GATEWAY.id()).connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select jti, count(*) from decision_log where outcome = 'answered' group by jti");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        outcomes.put(rows.getString(1), rows.getInt(2));
      }
    }
    for (String queryId : disclosed.keySet()) {
      if (outcomes.getOrDefault(queryId, 0) != 1) {
        complain.accept("the gateway did not record once that it answered " + queryId);
      }
    }
  }

  /** jti → the lanes that the agent stored, in hex. */
  private Map<String, String> answeredBy(PartyId platform) throws SQLException {
    Map<String, String> stored = new HashMap<>();
    try (Connection connection = database(platform).connect();
        PreparedStatement statement =
            connection.prepareStatement("select jti, lanes from answered");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        stored.put(rows.getString(1), HexFormat.of().formatHex(rows.getBytes(2)));
      }
    }
    return stored;
  }

  /** Whatever left an agent is what it stored: no second vector under the same masks. */
  private void sentIsStored(PartyId platform, Map<String, String> stored, Consumer<String> complain)
      throws IOException {
    for (SeenCapture.Line line : new SeenCapture(federation.layout()).read(platform)) {
      String lanes = line.field("contribution.lanes");
      boolean sent = line.kind().equals("asked") && line.direction().equals("sent");
      if (sent && !lanes.isEmpty() && !lanes.equals(stored.get(line.query()))) {
        complain.accept(
            platform + " sent another vector than it stored, or one that it did not store");
      }
    }
  }

  private DatabaseAccess database(PartyId party) {
    return bringup.database(party);
  }
}
