package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is summed and who tokenises, the same for every asker: signed by the gateway.
 *
 * @param federation the federation it is meant for
 * @param serial grows with every new roster
 * @param epoch whose keys it names
 * @param members platforms, each with the hash of its key statement
 * @param tokenisers exactly the directory's, each with the hash of its key statement
 * @param from when it starts
 * @param reason why it replaced the one before, at most {@link Limits#NAME_LENGTH_MAX} code points
 */
public record Roster(
    String federation,
    long serial,
    long epoch,
    SortedMap<PartyId, Bytes> members,
    SortedMap<PartyId, Bytes> tokenisers,
    Instant from,
    String reason) {
  /** The JWS type. */
  public static final String TYP = "roster+jwt";

  public Roster {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    tokenisers = Collections.unmodifiableSortedMap(new TreeMap<>(tokenisers));
    // What nobody could read must not come to be: a roster is recorded for ever.
    if (members.size() > Limits.MEMBERS_MAX
        || tokenisers.size() > Limits.TOKENISERS_MAX
        || reason.codePointCount(0, reason.length()) > Limits.NAME_LENGTH_MAX) {
      throw new IllegalArgumentException("a roster beyond the limits of the protocol");
    }
  }

  public Bytes toPayload() {
    ObjectNode json = Json.object();
    json.put("federation", federation).put("serial", serial).put("epoch", epoch);
    writeHashes(json.putObject("members"), members);
    writeHashes(json.putObject("tokenisers"), tokenisers);
    json.put("from", from.getEpochSecond()).put("reason", reason);
    return Json.encode(json);
  }

  /** Reads a payload. Says nothing of who signed it. */
  public static Roster fromPayload(Bytes payload) throws RefusedException {
    JsonObject json = JsonObject.parse(payload);
    String federation = PartyId.read(json, "federation").value();
    long serial = json.integer("serial", 1, Long.MAX_VALUE);
    long epoch = json.integer("epoch", 1, Long.MAX_VALUE);
    SortedMap<PartyId, Bytes> members = readHashes(json, "members", Limits.MEMBERS_MAX);
    SortedMap<PartyId, Bytes> tokenisers = readHashes(json, "tokenisers", Limits.TOKENISERS_MAX);
    Instant from = json.instant("from");
    String reason = json.text("reason", Limits.NAME_LENGTH_MAX);
    json.end();
    return new Roster(federation, serial, epoch, members, tokenisers, from, reason);
  }

  private static void writeHashes(ObjectNode json, SortedMap<PartyId, Bytes> hashes) {
    hashes.forEach((party, hash) -> json.put(party.value(), hash.base64Url()));
  }

  private static SortedMap<PartyId, Bytes> readHashes(JsonObject json, String name, int max)
      throws RefusedException {
    JsonObject byParty = json.object(name);
    SortedMap<PartyId, Bytes> hashes = new TreeMap<>();
    for (String id : byParty.names()) {
      hashes.put(PartyId.parse(id), byParty.bytes(id, Sha256.SIZE_BYTES));
    }
    if (hashes.size() > max) {
      throw json.refused(name, "at most " + max + " parties");
    }
    return hashes;
  }
}
