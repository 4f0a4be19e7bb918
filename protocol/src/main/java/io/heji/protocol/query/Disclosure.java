package io.heji.protocol.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the gateway answers (protocol section 7), signed.
 *
 * @param jti the query's id
 * @param issuer the gateway
 * @param audience the bank
 * @param issuedAt when
 * @param queryHash Q
 * @param set S, sorted
 * @param absent platforms of the directory that are not summed though they are not of the bank's
 *     own group, so that a smaller sum is never silent
 * @param ownGroup platforms left out because they share a company group with the bank
 * @param directory the documents it was answered under
 * @param policy as above
 * @param roster as above
 * @param salt 32 bytes, for the salted hash that the audit log will hold
 * @param dataAsOf the oldest data time of any platform summed, unnamed
 * @param indexAsOf the oldest index time of any platform summed, unnamed
 * @param subjects one list a subject, one entry a metric in query order
 */
public record Disclosure(
    String jti,
    PartyId issuer,
    PartyId audience,
    Instant issuedAt,
    Bytes queryHash,
    SortedSet<PartyId> set,
    SortedSet<PartyId> absent,
    SortedSet<PartyId> ownGroup,
    DocumentRef directory,
    DocumentRef policy,
    DocumentRef roster,
    Bytes salt,
    Instant dataAsOf,
    Instant indexAsOf,
    List<List<DisclosedMetric>> subjects) {
  /** The JWS type. */
  public static final String TYP = "disclosure+jwt";

  /** Bytes of a salt. */
  public static final int SALT_BYTES = 32;

  /** There is no log to prove anything with yet, and this says so. */
  private static final String NO_LOG = "none";

  private static final int LOG_LENGTH_MAX = 8;

  public Disclosure {
    set = Collections.unmodifiableSortedSet(new TreeSet<>(set));
    absent = Collections.unmodifiableSortedSet(new TreeSet<>(absent));
    ownGroup = Collections.unmodifiableSortedSet(new TreeSet<>(ownGroup));
    subjects = subjects.stream().map(List::copyOf).toList();
  }

  /**
   * Signs with the gateway's signing key. The text is as long as if each entry were the longest of
   * its form: who sees only its length, on the network say, learns no state and no total.
   */
  public String signWith(String kid, Es256PrivateKey key) {
    List<List<DisclosedMetric>> longest =
        subjects.stream()
            .map(metrics -> metrics.stream().map(DisclosedMetric::longest).toList())
            .toList();
    int sizeBytes = Json.encode(payload(longest)).size();
    return CompactJws.sign(TYP, kid, key, Json.encode(payload(subjects), sizeBytes));
  }

  private ObjectNode payload(List<List<DisclosedMetric>> disclosed) {
    ObjectNode json = Json.object();
    json.put("jti", jti).put("iss", issuer.value()).put("aud", audience.value());
    json.put("iat", issuedAt.getEpochSecond()).put("query", queryHash.base64Url());
    write(json.putArray("set"), set);
    ObjectNode coverage = json.putObject("coverage");
    coverage.put("summed", set.size());
    write(coverage.putArray("absent"), absent);
    write(coverage.putArray("ownGroup"), ownGroup);
    directory.write(json.putObject("directory"));
    policy.write(json.putObject("policy"));
    roster.write(json.putObject("roster"));
    json.put("log", NO_LOG).put("salt", salt.base64Url());
    json.putObject("asOf")
        .put("data", dataAsOf.getEpochSecond())
        .put("index", indexAsOf.getEpochSecond());
    ArrayNode list = json.putArray("subjects");
    for (List<DisclosedMetric> subject : disclosed) {
      ArrayNode metrics = list.addObject().putArray("metrics");
      subject.forEach(metric -> metric.write(metrics.addObject(), set.size()));
    }
    return json;
  }

  /** Reads a disclosure that this key must have signed under this kid. */
  public static Disclosure read(String text, String kid, Es256PublicKey key)
      throws RefusedException {
    CompactJws jws = CompactJws.parse(text, TYP);
    jws.requireSignedBy(kid, key);
    return fromPayload(jws.payload());
  }

  private static Disclosure fromPayload(Bytes payload) throws RefusedException {
    JsonObject json = JsonObject.parse(payload);
    String jti = Jti.read(json, "jti");
    PartyId issuer = PartyId.read(json, "iss");
    PartyId audience = PartyId.read(json, "aud");
    Instant issuedAt = json.instant("iat");
    Bytes queryHash = json.bytes("query", Sha256.SIZE_BYTES);
    SortedSet<PartyId> set = readIds(json, "set");
    JsonObject coverage = json.object("coverage");
    coverage.integer("summed", set.size(), set.size());
    SortedSet<PartyId> absent = readIds(coverage, "absent");
    SortedSet<PartyId> ownGroup = readIds(coverage, "ownGroup");
    coverage.end();
    DocumentRef directory = DocumentRef.read(json.object("directory"));
    DocumentRef policy = DocumentRef.read(json.object("policy"));
    DocumentRef roster = DocumentRef.read(json.object("roster"));
    if (!json.text("log", LOG_LENGTH_MAX).equals(NO_LOG)) {
      throw json.refused("log", "`" + NO_LOG + "`");
    }
    Bytes salt = json.bytes("salt", SALT_BYTES);
    JsonObject asOf = json.object("asOf");
    Instant dataAsOf = asOf.instant("data");
    Instant indexAsOf = asOf.instant("index");
    asOf.end();
    List<List<DisclosedMetric>> subjects = readSubjects(json, set.size());
    json.end();
    return new Disclosure(
        jti, issuer, audience, issuedAt, queryHash, set, absent, ownGroup, directory, policy,
        roster, salt, dataAsOf, indexAsOf, subjects);
  }

  private static List<List<DisclosedMetric>> readSubjects(JsonObject json, int members)
      throws RefusedException {
    List<List<DisclosedMetric>> subjects = new ArrayList<>();
    for (JsonObject subject : json.objects("subjects", Limits.SUBJECTS_MAX)) {
      List<DisclosedMetric> metrics = new ArrayList<>();
      for (JsonObject metric : subject.objects("metrics", Limits.METRICS_MAX)) {
        metrics.add(DisclosedMetric.read(metric, members));
      }
      subject.end();
      subjects.add(metrics);
    }
    return subjects;
  }

  private static void write(ArrayNode list, Collection<PartyId> ids) {
    ids.forEach(id -> list.add(id.value()));
  }

  private static SortedSet<PartyId> readIds(JsonObject json, String name) throws RefusedException {
    SortedSet<PartyId> ids = new TreeSet<>();
    for (String text : json.texts(name, Limits.PARTIES_MAX, Limits.ID_LENGTH_MAX)) {
      PartyId id = PartyId.parse(text);
      if (!ids.isEmpty() && id.compareTo(ids.last()) <= 0) {
        throw json.refused(name, "different ids, sorted");
      }
      ids.add(id);
    }
    return ids;
  }
}
