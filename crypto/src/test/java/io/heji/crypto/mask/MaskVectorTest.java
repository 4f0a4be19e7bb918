package io.heji.crypto.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Vectors;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.agreement.X25519PublicKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Masks, pads and β as an independent implementation computed them, lane by lane. */
class MaskVectorTest {
  private static final JsonNode FILE = Vectors.read("heji-v1/heji-v1-lanes.json");

  @TestFactory
  List<DynamicTest> givesTheIndependentStreams() {
    List<DynamicTest> tests = new ArrayList<>();
    FILE.path("cases")
        .forEach(c -> tests.add(DynamicTest.dynamicTest(c.path("name").asText(), () -> check(c))));
    assertThat(tests).hasSizeGreaterThan(5);
    return tests;
  }

  private static void check(JsonNode vector) throws CryptoException {
    Bytes query = Vectors.hex(vector.path("query_hash"));
    Bytes set = Vectors.hex(vector.path("set_hash"));
    int lanes = vector.path("lanes").size();
    assertThat(Tags.of(Vectors.secret(vector.path("tag_key")), query).lanes(lanes))
        .isEqualTo(lanes(vector.path("beta_lanes")));
    TreeMap<String, X25519PublicKey> keys = new TreeMap<>();
    for (JsonNode member : vector.path("members")) {
      keys.put(
          member.path("id").asText(),
          X25519PublicKey.of(Vectors.hex(member.path("mask_public_key"))));
    }
    for (JsonNode member : vector.path("members")) {
      String id = member.path("id").asText();
      assertThat(Pads.of(Vectors.secret(member.path("pad_seed")), query, id).lanes(lanes))
          .isEqualTo(lanes(member.path("pad_lanes")));
      X25519PrivateKey own =
          X25519PrivateKey.fromSecretBytes(Vectors.secret(member.path("mask_private_key")));
      long[] expected = new long[lanes];
      for (JsonNode pair : vector.path("pairs")) {
        long[] mask = lanes(pair.path("mask_lanes"));
        for (int lane = 0; lane < lanes; lane++) {
          if (pair.path("i").asText().equals(id)) {
            expected[lane] = Field61.add(expected[lane], mask[lane]);
          } else if (pair.path("j").asText().equals(id)) {
            expected[lane] = Field61.subtract(expected[lane], mask[lane]);
          }
        }
      }
      assertThat(PairwiseMasks.sum(id, own, keys, query, set, lanes)).isEqualTo(expected);
    }
  }

  @TestFactory
  List<DynamicTest> refusesEveryKeyThatMustBeRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    FILE.path("must_refuse_keys")
        .forEach(
            vector ->
                tests.add(
                    DynamicTest.dynamicTest(
                        vector.path("name").asText(),
                        () ->
                            assertThatThrownBy(() -> sum(vector))
                                .isInstanceOf(CryptoException.class))));
    assertThat(tests).hasSizeGreaterThan(5);
    return tests;
  }

  private static void sum(JsonNode vector) throws CryptoException {
    TreeMap<String, X25519PublicKey> keys = new TreeMap<>();
    for (var entry : vector.path("mask_public_keys").properties()) {
      keys.put(entry.getKey(), X25519PublicKey.of(Vectors.hex(entry.getValue())));
    }
    Bytes query = Vectors.hex(vector.path("query_hash"));
    PairwiseMasks.sum(
        vector.path("member").asText(),
        X25519PrivateKey.fromSecretBytes(Vectors.secret(vector.path("mask_private_key"))),
        keys,
        query,
        query,
        4);
  }

  @Test
  void fieldAgreesWithBigIntegersOnRandomAndEdgeNumbers() {
    SplittableRandom random = new SplittableRandom(61);
    BigInteger p = BigInteger.valueOf(Field61.P);
    long[] edges = {0, 1, 2, Field61.P - 1, Field61.P - 2, 1L << 60, (1L << 32) - 1};
    for (int i = 0; i < 20_000; i++) {
      long a = i < 49 ? edges[i / 7] : random.nextLong(Field61.P);
      long b = i < 49 ? edges[i % 7] : random.nextLong(Field61.P);
      BigInteger bigA = BigInteger.valueOf(a);
      BigInteger bigB = BigInteger.valueOf(b);
      assertThat(Field61.add(a, b)).isEqualTo(bigA.add(bigB).mod(p).longValueExact());
      assertThat(Field61.subtract(a, b)).isEqualTo(bigA.subtract(bigB).mod(p).longValueExact());
      assertThat(Field61.multiply(a, b)).isEqualTo(bigA.multiply(bigB).mod(p).longValueExact());
    }
  }

  @Test
  void refusesLanesOutsideTheField() {
    assertThatThrownBy(() -> Field61.decode(Bytes.fromHex("1fffffffffffffff")))
        .isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Field61.decode(Bytes.fromHex("ffffffffffffffff")))
        .isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Field61.decode(Bytes.fromHex("00000000000000")))
        .isInstanceOf(CryptoException.class);
  }

  static long[] lanes(JsonNode array) {
    long[] lanes = new long[array.size()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = Long.parseUnsignedLong(array.get(i).asText(), 16);
    }
    return lanes;
  }
}
