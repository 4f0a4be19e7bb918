package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PublicKey;
import io.heji.crypto.group.Element;
import io.heji.protocol.Limits;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a tokeniser or platform says of its keys for one epoch, signed with its directory key.
 *
 * @param federation the federation it is meant for
 * @param party who says it
 * @param epoch the epoch's number
 * @param validFrom not used before
 * @param validTo not used after
 * @param keys the public keys
 */
public record KeyStatement(
    String federation,
    PartyId party,
    long epoch,
    Instant validFrom,
    Instant validTo,
    EpochKeys keys) {
  /** The JWS type. */
  public static final String TYP = "key-statement+jwt";

  private static final int METRIC_NAME_LENGTH_MAX = 64;

  public Bytes toPayload() {
    ObjectNode json = Json.object();
    json.put("federation", federation).put("party", party.value()).put("epoch", epoch);
    json.put("validFrom", validFrom.getEpochSecond()).put("validTo", validTo.getEpochSecond());
    switch (keys) {
      case TokeniserKeys(Element voprf) -> json.put("voprf", voprf.encode().base64Url());
      case PlatformKeys platform -> {
        json.put("sealing", platform.sealing().bytes().base64Url());
        json.put("mask", platform.mask().bytes().base64Url());
        ArrayNode metrics = json.putArray("metrics");
        platform.metrics().forEach(metric -> metrics.add(metric.wireName()));
      }
    }
    return Json.encode(json);
  }

  /** Reads a payload. Says nothing of who signed it. */
  public static KeyStatement fromPayload(Bytes payload) throws RefusedException {
    JsonObject json = JsonObject.parse(payload);
    String federation = PartyId.read(json, "federation").value();
    PartyId party = PartyId.read(json, "party");
    long epoch = json.integer("epoch", 1, Long.MAX_VALUE);
    Instant from = json.instant("validFrom");
    Instant to = json.instant("validTo");
    EpochKeys keys = json.has("voprf") ? readTokeniser(json) : readPlatform(json);
    json.end();
    return new KeyStatement(federation, party, epoch, from, to, keys);
  }

  /**
   * Verifies a statement alone, as it is verified within a set of documents: signed by a party of
   * the directory, with keys of that party's role. Says nothing of its epoch and time.
   */
  public static Signed<KeyStatement> verify(String text, Directory directory)
      throws RefusedException {
    CompactJws jws = CompactJws.parse(text, TYP);
    KeyStatement statement = fromPayload(jws.payload());
    Party party =
        directory
            .party(statement.party())
            .orElseThrow(() -> wrong(statement.party(), "is of no party of the directory"));
    DirectoryKey key = party.requiredSigningKey();
    jws.requireSignedBy(key.kid(), key.key());
    Role role =
        switch (statement.keys()) {
          case TokeniserKeys _ -> Role.TOKENISER;
          case PlatformKeys _ -> Role.PLATFORM;
        };
    if (party.role() != role) {
      throw wrong(party.id(), "states keys of another role");
    }
    if (!statement.federation().equals(directory.federation())) {
      throw wrong(party.id(), "is of another federation");
    }
    return new Signed<>(statement, Sha256.of(jws.payload()), text);
  }

  private static RefusedException wrong(PartyId party, String why) {
    return new RefusedException(
        ProblemType.WRONG_ROSTER, "the key statement of `" + party + "` " + why);
  }

  /** Whether a roster of this epoch and start may name it at this time. */
  public boolean isFor(long rosterEpoch, Instant rosterFrom, Instant now) {
    return epoch == rosterEpoch
        && !now.isBefore(validFrom.minus(Limits.CLOCK_SKEW_MAX))
        && now.isBefore(validTo)
        && rosterFrom.isBefore(validTo);
  }

  private static EpochKeys readTokeniser(JsonObject json) throws RefusedException {
    try {
      return new TokeniserKeys(Element.decode(json.bytes("voprf", Element.SIZE_BYTES)));
    } catch (CryptoException invalid) {
      throw json.refused("voprf", "a compressed point of P-256");
    }
  }

  private static EpochKeys readPlatform(JsonObject json) throws RefusedException {
    X25519PublicKey sealing = readX25519(json, "sealing");
    X25519PublicKey mask = readX25519(json, "mask");
    SortedSet<Metric> metrics = new TreeSet<>();
    for (String name : json.texts("metrics", Limits.METRICS_MAX, METRIC_NAME_LENGTH_MAX)) {
      Metric metric =
          Metric.named(name)
              .orElseThrow(
                  () ->
                      new RefusedException(
                          ProblemType.UNKNOWN_METRIC,
                          "a key statement supplies an unknown metric"));
      if (!metrics.add(metric)) {
        throw json.refused("metrics", "a list of different metrics");
      }
    }
    return new PlatformKeys(sealing, mask, metrics);
  }

  private static X25519PublicKey readX25519(JsonObject json, String name) throws RefusedException {
    try {
      return X25519PublicKey.of(json.bytes(name, X25519PublicKey.SIZE_BYTES));
    } catch (CryptoException invalid) {
      throw json.refused(name, "a canonical X25519 key");
    }
  }
}
