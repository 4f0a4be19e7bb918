package io.heji.protocol.query;

import static io.heji.protocol.PublishedVectors.bytes;
import static io.heji.protocol.PublishedVectors.decimal;
import static io.heji.protocol.PublishedVectors.lanes;
import static io.heji.protocol.PublishedVectors.list;
import static io.heji.protocol.PublishedVectors.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.PublishedVectors;
import io.heji.protocol.Vectors;
import io.heji.protocol.problem.ProblemType;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code lanes.json} and {@code sealed.json} of the published vectors: the numbers that {@link
 * ContributionVectorTest} and {@link SealedTokensVectorTest} run, with the problem of each refusal.
 */
class PublishedLanesTest {
  private static final Set<String> UNUSABLE = Set.of("zero-secret", "same-key");

  @Test
  void lanesAreThoseOfTheIndependentImplementation() throws Exception {
    JsonNode file = Vectors.read("heji-v1-lanes.json");
    ObjectNode out = PublishedVectors.object();
    out.put("about", "Contributions, from one query to what a bank reads: see README.md.");
    ArrayNode cases = out.putArray("cases");
    file.path("cases").forEach(one -> lanesCase(one, cases.addObject()));
    ArrayNode contributions = out.putArray("refuseContributions");
    for (JsonNode refused : file.path("must_refuse_contributions")) {
      ObjectNode entry = contributions.addObject();
      plain(refused, entry, "name", "case");
      ObjectNode byMember = entry.putObject("contributions");
      refused
          .path("contributions")
          .properties()
          .forEach(c -> byMember.put(c.getKey(), Vectors.hex(c.getValue()).base64Url()));
      entry.put("problem", ProblemType.CONTRIBUTION_INVALID.slug());
    }
    ArrayNode readings = out.putArray("refuseReadings");
    for (JsonNode refused : file.path("must_refuse_readings")) {
      ObjectNode entry = readings.addObject();
      plain(refused, entry, "name", "case", "subject", "lane", "state");
      decimal(refused, entry, "padded_total>total");
      decimal(refused, entry, "padded_tag>tag");
      entry.put("problem", ProblemType.DISCLOSURE_INVALID.slug());
    }
    ArrayNode vetoes = out.putArray("vetoes");
    file.path("veto_rows")
        .forEach(
            row -> plain(row, vetoes.addObject(), "name", "unit", "amount_decimal>amount", "veto"));
    ArrayNode keys = out.putArray("refuseKeys");
    file.path("must_refuse_keys").forEach(refused -> maskKeys(refused, keys));
    PublishedVectors.publish("lanes.json", out);
  }

  private static void lanesCase(JsonNode one, ObjectNode out) {
    plain(one, out, "name", "note", "iss", "jti", "n");
    ArrayNode metrics = out.putArray("metrics");
    for (JsonNode metric : one.path("metrics")) {
      String name = metric.path("name").asText();
      metrics
          .addObject()
          .put("name", name)
          .put("sealed", metric.path("form").asText().equals("sealed"))
          .put("unit", one.path("units").path(name).asLong())
          .put("coverageFloor", one.path("coverage_floors").path(name).asLong());
    }
    plain(one, out, "k", "signing_input>signingInput");
    bytes(one, out, "query_hash>queryHash", "set_hash>setHash", "tag_key>tagKey");
    list(one, out, "tokens>tokens");
    bytes(one, out, "commitment>tokensHash", "beta_key>tagStreamKey");
    lanes(one, out, "beta_lanes>tagStream");
    ArrayNode members = out.putArray("members");
    one.path("members").forEach(member -> member(member, members.addObject()));
    ArrayNode pairs = out.putArray("pairs");
    for (JsonNode pair : one.path("pairs")) {
      ObjectNode entry = pairs.addObject();
      plain(pair, entry, "i", "j");
      bytes(pair, entry, "x25519", "mask_key>maskKey");
      lanes(pair, entry, "mask_lanes>mask");
    }
    lanes(one, out, "gateway_sum>sum");
    ArrayNode results = out.putArray("results");
    one.path("results").forEach(result -> result(result, results.addObject()));
  }

  private static void member(JsonNode member, ObjectNode out) {
    plain(member, out, "id", "groups", "supplies", "rows");
    bytes(member, out, "key_statement_hash>keyStatementHash");
    bytes(member, out, "sealing_private_key>sealingPrivateKey", "blob", "blob_hash>blobHash");
    bytes(member, out, "mask_private_key>maskPrivateKey", "mask_public_key>maskPublicKey");
    bytes(member, out, "pad_seed>padSeed", "pad_key>padKey");
    lanes(member, out, "pad_lanes>pad");
    lanes(member, out, "clear_lanes>clear");
    lanes(member, out, "masked_lanes>masked");
    plain(member, out, "data_time>dataAsOf", "index_time>indexAsOf");
    bytes(member, out, "contribution_signing_input>signingInput");
    bytes(member, out, "signing_public_key>signingKey", "contribution_signature>signature");
  }

  /** Nothing but the state where it may say no more; a total where a bank reads one. */
  private static void result(JsonNode result, ObjectNode out) {
    plain(result, out, "subject", "metric", "lane", "state");
    if (result.has("padded_total_decimal")) {
      plain(result, out, "padded_total_decimal>total", "padded_tag_decimal>tag");
    }
    if (result.has("total_decimal")) {
      plain(result, out, "total_decimal>opened");
    }
  }

  private static void maskKeys(JsonNode refused, ArrayNode keys) {
    if (!UNUSABLE.contains(refused.path("reason").asText())) {
      // A set of one has no masks: refused as a floor, not as a key.
      return;
    }
    ObjectNode entry = keys.addObject();
    plain(refused, entry, "name", "member");
    bytes(refused, entry, "mask_private_key>maskPrivateKey");
    ObjectNode byMember = entry.putObject("maskPublicKeys");
    refused
        .path("mask_public_keys")
        .properties()
        .forEach(key -> byMember.put(key.getKey(), Vectors.hex(key.getValue()).base64Url()));
    entry.put("problem", ProblemType.WRONG_ROSTER.slug());
  }

  @Test
  void sealedTokensAreThoseOfTheIndependentImplementation() throws Exception {
    JsonNode file = Vectors.read("heji-v1-seal.json");
    ObjectNode out = PublishedVectors.object();
    out.put("about", "Sealed tokens of one member, and blobs to refuse: see README.md.");
    ArrayNode cases = out.putArray("cases");
    for (JsonNode one : file.path("cases")) {
      ObjectNode entry = cases.addObject();
      plain(one, entry, "name", "note", "iss", "jti", "member", "n");
      bytes(one, entry, "key_statement_hash>keyStatementHash", "aad", "tag_key>tagKey");
      bytes(one, entry, "pad_seed>padSeed");
      list(one, entry, "tokens>tokens");
      bytes(one, entry, "sealing_private_key>sealingPrivateKey");
      bytes(one, entry, "sealing_public_key>sealingPublicKey");
      bytes(one, entry, "ephemeral_private_key>ephemeralPrivateKey", "hpke_key>hpkeKey");
      bytes(one, entry, "hpke_base_nonce>hpkeNonce", "payload>plaintext", "blob");
      bytes(one, entry, "blob_hash>blobHash", "commitment>tokensHash");
    }
    ArrayNode refuse = out.putArray("refuse");
    for (JsonNode refused : file.path("must_refuse")) {
      ObjectNode entry = refuse.addObject();
      plain(refused, entry, "name", "n");
      bytes(refused, entry, "sealing_private_key>sealingPrivateKey", "aad", "blob");
      bytes(refused, entry, "blob_hash>blobHash", "commitment>tokensHash");
      entry.put("problem", SealedTokensVectorTest.problem(refused).slug());
    }
    PublishedVectors.publish("sealed.json", out);
  }
}
