package io.heji.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads the published vectors, and feeds their random bytes where the code wants fresh ones. */
public final class Vectors {
  private Vectors() {}

  public static JsonNode read(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
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

  public static List<Bytes> list(JsonNode array) {
    List<Bytes> list = new ArrayList<>();
    array.forEach(item -> list.add(hex(item)));
    return list;
  }

  /** Hands out these values in turn and fails when there are no more. */
  public static Randomness feeding(List<Bytes> values) {
    Deque<Bytes> left = new ArrayDeque<>(values);
    return out -> {
      byte[] next = left.removeFirst().toByteArray();
      if (next.length != out.length) {
        throw new AssertionError(
            "asked for " + out.length + " random bytes, the vector has " + next.length);
      }
      System.arraycopy(next, 0, out, 0, out.length);
    };
  }
}
