package io.heji.protocol.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.agreement.X25519PublicKey;
import io.heji.crypto.group.Element;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.PairwiseMasks;
import io.heji.crypto.mask.Tags;
import io.heji.protocol.Vectors;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.DisclosedMetric.PaddedTotal;
import io.heji.protocol.query.LaneSum.MetricSum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole contributions as an independent implementation made them: rows to masked lanes, sums,
 * opened totals; and every one that must be refused.
 */
class ContributionVectorTest {
  private static final JsonNode FILE = Vectors.read("heji-v1-lanes.json");

  @TestFactory
  List<DynamicTest> givesTheIndependentLanesSumsAndTotals() {
    List<DynamicTest> tests = new ArrayList<>();
    FILE.path("cases")
        .forEach(c -> tests.add(DynamicTest.dynamicTest(c.path("name").asText(), () -> check(c))));
    assertThat(tests).hasSize(8);
    return tests;
  }

  private static void check(JsonNode vector) throws CryptoException, RefusedException {
    Bytes query = Sha256.of(Bytes.ascii(vector.path("signing_input").asText()));
    assertThat(query).isEqualTo(Vectors.hex(vector.path("query_hash")));
    LaneLayout layout = layout(vector);
    SortedMap<String, X25519PublicKey> keys = maskKeys(vector);
    Bytes set = Sha256.of(Bytes.ascii(String.join("\n", keys.keySet())));
    assertThat(set).isEqualTo(Vectors.hex(vector.path("set_hash")));

    Map<String, Bytes> contributions = new HashMap<>();
    for (JsonNode member : vector.path("members")) {
      contributions.put(
          member.path("id").asText(), checkMember(vector, member, layout, keys, query, set));
    }
    LaneSum sum = LaneSum.of(layout, keys.keySet(), contributions);
    checkResults(vector, layout, query, sum);
  }

  private static Bytes checkMember(
      JsonNode vector,
      JsonNode member,
      LaneLayout layout,
      SortedMap<String, X25519PublicKey> keys,
      Bytes query,
      Bytes set)
      throws CryptoException {
    String id = member.path("id").asText();
    long[] clear =
        ContributionLanes.clear(
            layout,
            rows(vector, member),
            Tags.of(Vectors.secret(vector.path("tag_key")), query),
            Vectors.feeding(vetoLanes(member, layout)));
    assertThat(clear).isEqualTo(Vectors.lanes(member.path("clear_lanes")));

    X25519PrivateKey own =
        X25519PrivateKey.fromSecretBytes(Vectors.secret(member.path("mask_private_key")));
    long[] masks = PairwiseMasks.sum(id, own, keys, query, set, layout.laneCount());
    long[] masked =
        ContributionLanes.masked(
            layout, clear, Pads.of(Vectors.secret(member.path("pad_seed")), query, id), masks);
    assertThat(masked).isEqualTo(Vectors.lanes(member.path("masked_lanes")));

    Bytes lanes = Field61.encode(masked);
    assertThat(Sha256.of(lanes)).isEqualTo(Vectors.hex(member.path("lanes_hash")));
    long dataTime = member.path("data_time").asLong();
    long indexTime = member.path("index_time").asLong();
    assertThat(Contribution.signingInput(query, set, lanes, dataTime, indexTime))
        .isEqualTo(Vectors.hex(member.path("contribution_signing_input")));
    Contribution contribution =
        new Contribution(
            lanes, dataTime, indexTime, Vectors.hex(member.path("contribution_signature")));
    var key = VectorKeys.es256(Element.decode(Vectors.hex(member.path("signing_public_key"))));
    assertThat(contribution.isSignedBy(key, query, set)).isTrue();
    assertThat(contribution.isSignedBy(key, set, query)).isFalse();
    return lanes;
  }

  private static void checkResults(JsonNode vector, LaneLayout layout, Bytes query, LaneSum sum)
      throws RefusedException {
    TotalOpening opening = opening(vector, layout, query);
    for (JsonNode result : vector.path("results")) {
      int subject = result.path("subject").asInt();
      int metric = metricIndex(vector, result.path("metric").asText());
      assertThat(layout.value(subject, metric)).isEqualTo(result.path("lane").asInt());
      LaneSum.SubjectSum sums = sum.subjects().get(subject);
      MetricState state = MetricState.named(result.path("state").asText()).orElseThrow();
      assertThat(sums.vetoed()).isEqualTo(state == MetricState.WITHHELD);
      if (state == MetricState.WITHHELD) {
        continue;
      }
      MetricSum metricSum = sums.metrics().get(metric);
      assertThat(sums.known()).isEqualTo(result.path("known").asLong());
      assertThat(metricSum.holders()).isEqualTo(result.path("holders").asLong());
      if (!result.has("total_decimal")) {
        continue;
      }
      long total = result.path("total_decimal").asLong();
      if (layout.isSealed(metric)) {
        PaddedTotal padded = new PaddedTotal(metricSum.value(), metricSum.tag());
        assertThat(opening.open(subject, metric, state, padded)).isEqualTo(total);
      } else {
        assertThat(metricSum.value()).isEqualTo(total);
      }
    }
  }

  @TestFactory
  List<DynamicTest> gatewayRefusesEveryContributionThatMustBeRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : FILE.path("must_refuse_contributions")) {
      tests.add(
          DynamicTest.dynamicTest(
              vector.path("name").asText(),
              () -> {
                JsonNode original = caseNamed(vector.path("case").asText());
                Map<String, Bytes> contributions = new HashMap<>();
                vector
                    .path("contributions")
                    .properties()
                    .forEach(c -> contributions.put(c.getKey(), Vectors.hex(c.getValue())));
                Set<String> members = new TreeSet<>();
                original.path("members").forEach(m -> members.add(m.path("id").asText()));

                RefusedException refused =
                    catchThrowableOfType(
                        RefusedException.class,
                        () -> LaneSum.of(layout(original), members, contributions));

                assertThat(refused).isNotNull();
                assertThat(refused.type()).isEqualTo(ProblemType.CONTRIBUTION_INVALID);
                assertThat(refused.detail()).contains(saying(vector.path("reason").asText()));
              }));
    }
    assertThat(tests).hasSize(20);
    return tests;
  }

  private static String saying(String reason) {
    return switch (reason) {
      case "lane" -> "below the field's prime";
      case "length" -> "another number of lanes";
      case "members" -> "not exactly those";
      case "check" -> "do not cancel";
      case "counts" -> "more platforms";
      case "range" -> "out of range";
      default -> throw new AssertionError("unknown reason " + reason);
    };
  }

  @TestFactory
  List<DynamicTest> bankRefusesEveryReadingThatMustBeRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : FILE.path("must_refuse_readings")) {
      tests.add(
          DynamicTest.dynamicTest(
              vector.path("name").asText(),
              () -> {
                JsonNode original = caseNamed(vector.path("case").asText());
                TotalOpening opening =
                    opening(original, layout(original), Vectors.hex(original.path("query_hash")));
                int metric = metricIndex(original, vector.path("metric").asText());
                MetricState state = MetricState.named(vector.path("state").asText()).orElseThrow();

                Throwable refused =
                    catchThrowableOfType(
                        Exception.class,
                        () ->
                            opening.open(
                                vector.path("subject").asInt(),
                                metric,
                                state,
                                new PaddedTotal(
                                    Vectors.lane(vector.path("padded_total")),
                                    Vectors.lane(vector.path("padded_tag")))));

                if (vector.path("reason").asText().equals("lane")) {
                  // Such a number does not even become a total: decoding refuses it.
                  assertThat(refused).isInstanceOf(IllegalArgumentException.class);
                } else {
                  assertThat(refused).isInstanceOf(RefusedException.class);
                  assertThat(refused).hasMessageContaining(reading(vector.path("reason").asText()));
                }
              }));
    }
    assertThat(tests).hasSize(18);
    return tests;
  }

  private static String reading(String reason) {
    return switch (reason) {
      case "tag" -> "does not match its tag";
      case "range" -> "out of range";
      case "not-zero" -> "must be zero";
      default -> throw new AssertionError("unknown reason " + reason);
    };
  }

  @Test
  void amountsOutOfRangeAreVetoesAndNotSums() {
    for (JsonNode vector : FILE.path("veto_rows")) {
      long amount = Long.parseLong(vector.path("amount_decimal").asText());
      OptionalLong rounded = Rounding.up(amount, vector.path("unit").asLong());

      assertThat(rounded.isEmpty())
          .as(vector.path("name").asText())
          .isEqualTo(vector.path("veto").asBoolean());
    }
  }

  @Test
  void roundsUpAndNeverToZero() {
    assertThat(Rounding.up(1, 100)).hasValue(100);
    assertThat(Rounding.up(100, 100)).hasValue(100);
    assertThat(Rounding.up(101, 100)).hasValue(200);
    assertThat(Rounding.up(0, 100)).hasValue(0);
  }

  private static LaneLayout layout(JsonNode vector) {
    List<Boolean> sealedMetrics = new ArrayList<>();
    vector
        .path("metrics")
        .forEach(metric -> sealedMetrics.add(metric.path("form").asText().equals("sealed")));
    return new LaneLayout(sealedMetrics, vector.path("n").asInt());
  }

  private static SortedMap<String, X25519PublicKey> maskKeys(JsonNode vector)
      throws CryptoException {
    SortedMap<String, X25519PublicKey> keys = new TreeMap<>();
    for (JsonNode member : vector.path("members")) {
      keys.put(
          member.path("id").asText(),
          X25519PublicKey.of(Vectors.hex(member.path("mask_public_key"))));
    }
    return keys;
  }

  private static TotalOpening opening(JsonNode vector, LaneLayout layout, Bytes query) {
    Map<String, SecretBytes> seeds = new HashMap<>();
    for (JsonNode member : vector.path("members")) {
      seeds.put(member.path("id").asText(), Vectors.secret(member.path("pad_seed")));
    }
    return new TotalOpening(layout, query, Vectors.secret(vector.path("tag_key")), seeds);
  }

  private static List<SubjectRow> rows(JsonNode vector, JsonNode member) {
    List<SubjectRow> rows = new ArrayList<>();
    for (JsonNode row : member.path("rows")) {
      List<Long> values = new ArrayList<>();
      boolean veto = row.path("veto").asBoolean(false);
      for (JsonNode metric : vector.path("metrics")) {
        String name = metric.path("name").asText();
        OptionalLong rounded =
            Rounding.up(row.path(name).asLong(0), vector.path("units").path(name).asLong());
        veto |= rounded.isEmpty();
        values.add(rounded.orElse(0));
      }
      rows.add(
          veto
              ? new SubjectRow.Veto()
              : new SubjectRow.Amounts(row.path("known").asInt() == 1, values));
    }
    return rows;
  }

  /** The random lanes a vetoing member drew, in the order in which it drew them. */
  private static List<Bytes> vetoLanes(JsonNode member, LaneLayout layout) {
    List<Bytes> drawn = new ArrayList<>();
    for (int subject = 0; subject < layout.subjects(); subject++) {
      int first = layout.veto(subject);
      if (Vectors.lane(member.path("clear_lanes").get(first)) != 0) {
        int end = subject + 1 < layout.subjects() ? layout.veto(subject + 1) : layout.laneCount();
        for (int lane = first; lane < end; lane++) {
          drawn.add(Vectors.hex(member.path("clear_lanes").get(lane)));
        }
      }
    }
    return drawn;
  }

  private static int metricIndex(JsonNode vector, String name) {
    for (int i = 0; i < vector.path("metrics").size(); i++) {
      if (vector.path("metrics").get(i).path("name").asText().equals(name)) {
        return i;
      }
    }
    throw new AssertionError("no metric " + name);
  }

  private static JsonNode caseNamed(String name) {
    for (JsonNode vector : FILE.path("cases")) {
      if (vector.path("name").asText().equals(name)) {
        return vector;
      }
    }
    throw new AssertionError("no case " + name);
  }
}
