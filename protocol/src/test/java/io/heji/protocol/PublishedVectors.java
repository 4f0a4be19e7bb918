package io.heji.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Vectors of {@code docs/protocol/vectors} that say the same numbers as the independent ones of
 * this module's resources: bytes in base64url, lanes joined, names as in the pages. {@code ./heji
 * vectors} writes the files; otherwise each must be exactly what it is made of.
 */
public final class PublishedVectors {
  private static final Path FOLDER =
      DocsPages.REFERENCE.resolveSibling("protocol").resolve("vectors");
  private static final boolean WRITE = Boolean.getBoolean("heji.vectors.write");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HEX = 16;

  private PublishedVectors() {}

  /** Writes the file, or compares it. */
  public static void publish(String name, ObjectNode content) throws IOException {
    Path file = FOLDER.resolve(name);
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
    if (WRITE) {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    }
    assertThat(Files.readString(file, StandardCharsets.UTF_8))
        .as("`./heji vectors` makes " + name + " anew")
        .isEqualTo(text);
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * Copies hexadecimal members as base64url, each under the name after the arrow if there is one.
   */
  public static void bytes(JsonNode from, ObjectNode to, String... names) {
    for (String name : names) {
      to.put(after(name), Vectors.hex(from.path(before(name))).base64Url());
    }
  }

  /** Copies texts, numbers and lists as they are. */
  public static void plain(JsonNode from, ObjectNode to, String... names) {
    for (String name : names) {
      to.set(after(name), from.path(before(name)));
    }
  }

  /** A list of hexadecimal values, each in base64url. */
  public static void list(JsonNode from, ObjectNode to, String name) {
    ArrayNode list = to.putArray(after(name));
    from.path(before(name)).forEach(value -> list.add(Vectors.hex(value).base64Url()));
  }

  /** A list of lanes as the bytes of all of them. */
  public static void lanes(JsonNode from, ObjectNode to, String name) {
    Bytes[] lanes = new Bytes[from.path(before(name)).size()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = Vectors.hex(from.path(before(name)).get(i));
    }
    to.put(after(name), Bytes.concat(lanes).base64Url());
  }

  /** A lane as a decimal text, as disclosures have them. */
  public static void decimal(JsonNode from, ObjectNode to, String name) {
    to.put(after(name), new BigInteger(from.path(before(name)).asText(), HEX).toString());
  }

  private static String before(String name) {
    return List.of(name.split(">", -1)).getFirst();
  }

  private static String after(String name) {
    return List.of(name.split(">", -1)).getLast();
  }
}
