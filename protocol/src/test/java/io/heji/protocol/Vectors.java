package io.heji.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads the protocol's vectors, and feeds their random bytes where the code wants fresh ones. */
public final class Vectors {
  private Vectors() {}

  public static JsonNode read(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/heji-v1/" + name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  public static Bytes hex(JsonNode node) {
    return Bytes.fromHex(node.asText());
  }

  public static SecretBytes secret(JsonNode node) {
    return SecretBytes.of(hex(node));
  }

  public static long[] lanes(JsonNode array) {
    long[] lanes = new long[array.size()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = lane(array.get(i));
    }
    return lanes;
  }

  public static long lane(JsonNode node) {
    return Long.parseUnsignedLong(node.asText(), 16);
  }

  /** Hands out these values in turn and fails when there are no more. */
  public static Randomness feeding(List<Bytes> values) {
    Deque<Bytes> left = new ArrayDeque<>(values);
    return out -> {
      byte[] next = left.removeFirst().toByteArray();
      System.arraycopy(next, 0, out, 0, out.length);
    };
  }
}
