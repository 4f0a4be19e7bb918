package io.heji.sandbox.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.crash.CrashRecords.OfPlatform;
import io.heji.sandbox.crash.CrashRecords.Recorded;
import io.heji.sandbox.crash.CrashRecords.Stored;
import io.heji.sandbox.federation.Bringup;
import io.heji.sandbox.federation.RunningFederation;
import io.heji.sandbox.federation.SeenCapture;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a trial's records from the parties' databases and from what their processes captured. */
final class RecordsReader {
  private final RunningFederation federation;
  private final Bringup bringup;
  private final List<String> processes;

  /**
   * @param processes the names of all processes
   */
  RecordsReader(RunningFederation federation, Bringup bringup, List<String> processes) {
    this.federation = federation;
    this.bringup = bringup;
    this.processes = List.copyOf(processes);
  }

  CrashRecords read() throws SQLException, IOException {
    List<OfPlatform> platforms = new ArrayList<>();
    for (Cast.Member platform : federation.cast().platforms()) {
      OfPlatform own = OfPlatform.none(platform.id());
      readStored(own);
      for (String process : processesOf(platform.id())) {
        new SeenCapture(federation.layout()).each(process, line -> look(line, own));
      }
      platforms.add(own);
    }
    return new CrashRecords(answered(), outcomes(), platforms);
  }

  /**
   * Of each question that was permitted and has an outcome, or was permitted so long ago that it
   * must have one: what a kill interrupted is closed within six minutes.
   */
  private Map<String, Integer> outcomes() throws SQLException {
    Map<String, Integer> outcomes = new HashMap<>();
    try (Connection connection = bringup.database(Cast.GATEWAY.id()).connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select jti, count(*) filter (where kind = 'disclosure') from decision_log"
                    + " group by jti having bool_or(outcome = 'permitted')"
                    + " and (bool_or(kind = 'disclosure')"
                    + " or max(at) < now() - interval '7 minutes')");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        outcomes.put(rows.getString(1), rows.getInt(2));
      }
    }
    return outcomes;
  }

  private Map<String, Recorded> answered() throws SQLException, IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, Recorded> answered = new HashMap<>();
    try (Connection connection = bringup.database(Cast.GATEWAY.id()).connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select jti, query_hash, facts from decision_log where outcome = 'answered'");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        Set<String> summed = new HashSet<>();
        for (JsonNode member : json.readTree(rows.getString(3)).path("set")) {
          summed.add(member.asText());
        }
        answered.merge(
            rows.getString(1),
            new Recorded(hex(rows.getBytes(2)), 1, summed),
            (before, _) -> before.onceMore());
      }
    }
    return answered;
  }

  private void readStored(OfPlatform own) throws SQLException {
    try (Connection connection = bringup.database(own.platform()).connect();
        PreparedStatement statement =
            connection.prepareStatement("select jti, query_hash, lanes from answered");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        byte[] lanes = rows.getBytes(3);
        own.stored()
            .put(
                rows.getString(1),
                new Stored(hex(rows.getBytes(2)), lanes == null ? null : hex(lanes)));
      }
    }
  }

  private static void look(SeenCapture.Line line, OfPlatform own) {
    if (line.kind().equals("ask")) {
      Bytes form = Bytes.utf8(line.field("query") + " " + line.field("sealed"));
      own.asked(line.query(), Sha256.of(form).hex());
      return;
    }
    String lanes = line.field("contribution.lanes");
    if (line.kind().equals("asked") && line.direction().equals("sent") && !lanes.isEmpty()) {
      own.sent(line.query(), lanes);
    }
  }

  private List<String> processesOf(PartyId platform) {
    return processes.stream()
        .filter(
            name -> name.equals(platform.value()) || name.equals(FederationLayout.beside(platform)))
        .toList();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
