package io.heji.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads and writes JSON texts. Thread-safe. */
public final class Json {
  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(Limits.JSON_DEPTH_MAX)
                .maxDocumentLength(Limits.HTTP_BODY_MAX_BYTES)
                .maxStringLength(Limits.HTTP_BODY_MAX_BYTES)
                .build());
    return mapper;
  }

  /** An empty object to fill and {@link #encode}. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** UTF-8 bytes, members in the order in which they were set. */
  public static Bytes encode(ObjectNode object) {
    try {
      return Bytes.copyOf(MAPPER.writeValueAsBytes(object));
    } catch (JsonProcessingException impossible) {
      // Safe: a tree of nodes has nothing that cannot be written.
      throw new IllegalStateException("bug: JSON could not be written", impossible);
    }
  }

  /**
   * The same in exactly so many bytes: blanks before the last brace, where every reader of JSON
   * passes over them.
   *
   * @param sizeBytes at least what the object takes without them
   */
  public static Bytes encode(ObjectNode object, int sizeBytes) {
    byte[] plain = encode(object).toByteArray();
    if (plain.length > sizeBytes) {
      throw new IllegalArgumentException("the object is longer than it may be");
    }
    byte[] padded = Arrays.copyOf(plain, sizeBytes);
    Arrays.fill(padded, plain.length - 1, sizeBytes - 1, (byte) ' ');
    padded[sizeBytes - 1] = '}';
    return Bytes.copyOf(padded);
  }

  /** The one value of the text, or null when it is not strict JSON. */
  static @org.jspecify.annotations.Nullable JsonNode read(Bytes utf8) {
    try {
      // Decoded first: Jackson takes some malformed UTF-8 and guesses UTF-16.
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(utf8.toByteArray()))
              .toString();
      return MAPPER.readTree(text);
    } catch (CharacterCodingException | JsonProcessingException malformed) {
      return null;
    }
  }
}
