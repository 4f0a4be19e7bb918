package io.heji.protocol.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bank signs when it asks (protocol section 5).
 *
 * @param jti a UUIDv7, accepted once
 * @param issuer the bank
 * @param audience the federation
 * @param issuedAt when; also the day from which windows are counted
 * @param expires at most 60 s later
 * @param operator who at the bank, opaque
 * @param purpose one of policy's
 * @param consent what the subjects agreed to
 * @param metrics what is asked, each once, in the order of lanes and answers
 * @param subjects how many, 1 to 1,000
 * @param tokens the commitment that binds all members to the same tokens and tag key
 * @param sealed the hash of each member's blob, exactly the members of S
 * @param directory the directory the bank asks under
 * @param policy the bundle it asks under
 * @param roster the roster it asks under
 */
public record ExposureQuery(
    String jti,
    PartyId issuer,
    String audience,
    Instant issuedAt,
    Instant expires,
    String operator,
    String purpose,
    Consent consent,
    List<MetricRequest> metrics,
    int subjects,
    Bytes tokens,
    SortedMap<PartyId, Bytes> sealed,
    DocumentRef directory,
    DocumentRef policy,
    DocumentRef roster) {
  /** The JWS type. */
  public static final String TYP = "exposure-query+jwt";

  public ExposureQuery {
    metrics = List.copyOf(metrics);
    sealed = Collections.unmodifiableSortedMap(new TreeMap<>(sealed));
  }

  /** Where each number of a contribution stands. */
  public LaneLayout layout() {
    return new LaneLayout(
        metrics.stream().map(metric -> metric.form() == Form.SEALED).toList(), subjects);
  }

  /** Signs with the bank's query key. */
  public SignedQuery signWith(String kid, Es256PrivateKey key) throws RefusedException {
    return SignedQuery.read(CompactJws.sign(TYP, kid, key, toPayload()));
  }

  private Bytes toPayload() {
    ObjectNode json = Json.object();
    json.put("jti", jti).put("iss", issuer.value()).put("aud", audience);
    json.put("iat", issuedAt.getEpochSecond()).put("exp", expires.getEpochSecond());
    json.put("operator", operator).put("purpose", purpose);
    consent.write(json.putObject("consent"));
    ArrayNode list = json.putArray("metrics");
    for (MetricRequest metric : metrics) {
      list.addObject()
          .put("name", metric.metric().wireName())
          .put("form", metric.form().wireName());
    }
    json.put("subjects", subjects).put("tokens", tokens.base64Url());
    ObjectNode blobs = json.putObject("sealed");
    sealed.forEach((member, hash) -> blobs.put(member.value(), hash.base64Url()));
    directory.write(json.putObject("directory"));
    policy.write(json.putObject("policy"));
    roster.write(json.putObject("roster"));
    return Json.encode(json);
  }

  static ExposureQuery fromPayload(Bytes payload) throws RefusedException {
    JsonObject json = JsonObject.parse(payload);
    String jti = Jti.read(json, "jti");
    PartyId issuer = PartyId.read(json, "iss");
    String audience = json.text("aud", Limits.ID_LENGTH_MAX);
    Instant issuedAt = json.instant("iat");
    Instant expires = json.instant("exp");
    String operator = OpaqueId.read(json, "operator");
    String purpose = json.text("purpose", Limits.PURPOSE_LENGTH_MAX);
    Consent consent = Consent.read(json.object("consent"));
    List<MetricRequest> metrics = readMetrics(json);
    int subjects = readSubjects(json);
    Bytes tokens = json.bytes("tokens", Sha256.SIZE_BYTES);
    SortedMap<PartyId, Bytes> sealed = readSealed(json);
    DocumentRef directory = DocumentRef.read(json.object("directory"));
    DocumentRef policy = DocumentRef.read(json.object("policy"));
    DocumentRef roster = DocumentRef.read(json.object("roster"));
    json.end();
    return new ExposureQuery(
        jti, issuer, audience, issuedAt, expires, operator, purpose, consent, metrics, subjects,
        tokens, sealed, directory, policy, roster);
  }

  private static int readSubjects(JsonObject json) throws RefusedException {
    long subjects = json.integer("subjects", 1, Long.MAX_VALUE);
    if (subjects > Limits.SUBJECTS_MAX) {
      throw new RefusedException(
          ProblemType.BATCH_TOO_LARGE, "at most " + Limits.SUBJECTS_MAX + " subjects a query");
    }
    return (int) subjects;
  }

  private static List<MetricRequest> readMetrics(JsonObject json) throws RefusedException {
    List<MetricRequest> metrics = new ArrayList<>();
    Set<Metric> seen = EnumSet.noneOf(Metric.class);
    for (JsonObject entry : json.objects("metrics", Limits.METRICS_MAX)) {
      Metric metric =
          Metric.named(entry.text("name", Limits.PURPOSE_LENGTH_MAX))
              .orElseThrow(
                  () ->
                      new RefusedException(
                          ProblemType.UNKNOWN_METRIC, "a metric is not in the catalogue"));
      Form form =
          Form.named(entry.text("form", Limits.PURPOSE_LENGTH_MAX))
              .orElseThrow(() -> entry.refused("form", "a form of the protocol"));
      entry.end();
      if (!seen.add(metric)) {
        throw json.refused("metrics", "different metrics");
      }
      metrics.add(new MetricRequest(metric, form));
    }
    if (metrics.isEmpty()) {
      throw json.refused("metrics", "at least one metric");
    }
    return metrics;
  }

  private static SortedMap<PartyId, Bytes> readSealed(JsonObject json) throws RefusedException {
    JsonObject blobs = json.object("sealed");
    SortedMap<PartyId, Bytes> sealed = new TreeMap<>();
    for (String member : blobs.names()) {
      sealed.put(PartyId.parse(member), blobs.bytes(member, Sha256.SIZE_BYTES));
    }
    if (sealed.size() > Limits.MEMBERS_MAX) {
      throw json.refused("sealed", "at most " + Limits.MEMBERS_MAX + " members");
    }
    return sealed;
  }
}
