package io.heji.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, read member by member. Each getter refuses an absent member or one of another
 * type; {@link #end()} refuses whatever was not asked for. Refusals name the member, never its
 * content. Used by one thread.
 */
public final class JsonObject {
  private final JsonNode node;
  private final String path;
  private final Set<String> read = new HashSet<>();

  private JsonObject(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** The object that is the whole text. */
  public static JsonObject parse(Bytes utf8) throws RefusedException {
    JsonNode root = Json.read(utf8);
    if (root == null || !root.isObject()) {
      throw new RefusedException(ProblemType.MALFORMED_REQUEST, "not one JSON object in UTF-8");
    }
    return new JsonObject(root, "");
  }

  public static JsonObject parse(String text) throws RefusedException {
    return parse(Bytes.utf8(text));
  }

  /** Whether there is such a member. Does not count as read. */
  public boolean has(String name) {
    return node.has(name);
  }

  /** The names of all members, for objects that are maps. */
  public List<String> names() throws RefusedException {
    if (node.size() > Limits.JSON_ITEMS_MAX) {
      throw refused("the object `" + path + "`", "at most " + Limits.JSON_ITEMS_MAX + " members");
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A text of at most {@code lengthMax} characters, which are code points. */
  public String text(String name, int lengthMax) throws RefusedException {
    return textOf(member(name), name, lengthMax);
  }

  /** The same where the member may be absent. */
  public Optional<String> optionalText(String name, int lengthMax) throws RefusedException {
    return has(name) ? Optional.of(text(name, lengthMax)) : Optional.empty();
  }

  /** An integer from {@code min} to {@code max}; {@code 1.0} and {@code 1e0} are none. */
  public long integer(String name, long min, long max) throws RefusedException {
    JsonNode value = member(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw refused(name, "an integer");
    }
    if (value.asLong() < min || value.asLong() > max) {
      throw refused(name, "an integer from " + min + " to " + max);
    }
    return value.asLong();
  }

  /** {@code true} or {@code false}. */
  public boolean bool(String name) throws RefusedException {
    JsonNode value = member(name);
    if (!value.isBoolean()) {
      throw refused(name, "`true` or `false`");
    }
    return value.booleanValue();
  }

  /** Seconds since 1970. */
  public Instant instant(String name) throws RefusedException {
    try {
      return Instant.ofEpochSecond(integer(name, 0, Instant.MAX.getEpochSecond()));
    } catch (DateTimeException outOfRange) {
      throw refused(name, "seconds since 1970");
    }
  }

  /** Exactly {@code size} bytes in base64url. */
  public Bytes bytes(String name, int size) throws RefusedException {
    Bytes bytes = bytesUpTo(name, size);
    if (bytes.size() != size) {
      throw refused(name, size + " bytes in base64url");
    }
    return bytes;
  }

  /** At most {@code sizeMax} bytes in base64url. */
  public Bytes bytesUpTo(String name, int sizeMax) throws RefusedException {
    return decode(text(name, Math.ceilDiv(sizeMax * 4, 3)), name, sizeMax);
  }

  public JsonObject object(String name) throws RefusedException {
    JsonNode value = member(name);
    if (!value.isObject()) {
      throw refused(name, "an object");
    }
    return new JsonObject(value, path + name + ".");
  }

  public Optional<JsonObject> optionalObject(String name) throws RefusedException {
    return has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  /** A list of at most {@code max} objects. */
  public List<JsonObject> objects(String name, int max) throws RefusedException {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode item : list(name, max)) {
      if (!item.isObject()) {
        throw refused(name, "a list of objects");
      }
      objects.add(new JsonObject(item, path + name + "[" + objects.size() + "]."));
    }
    return List.copyOf(objects);
  }

  /** A list of at most {@code max} texts of at most {@code lengthMax} characters. */
  public List<String> texts(String name, int max, int lengthMax) throws RefusedException {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(name, max)) {
      texts.add(textOf(item, name, lengthMax));
    }
    return List.copyOf(texts);
  }

  /** Refuses members that were not read. */
  public void end() throws RefusedException {
    for (String name : names()) {
      if (!read.contains(name)) {
        // The unknown name itself is the sender's text and is not repeated.
        throw new RefusedException(
            ProblemType.MALFORMED_REQUEST, "an unknown member beside `" + path + "`");
      }
    }
  }

  /** What a caller says of a member it read but cannot accept. */
  public RefusedException refused(String name, String expected) {
    return new RefusedException(
        ProblemType.MALFORMED_REQUEST, "member `" + path + name + "` must be " + expected);
  }

  private JsonNode member(String name) throws RefusedException {
    @Nullable JsonNode value = node.get(name);
    if (value == null) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST, "member `" + path + name + "` is missing");
    }
    read.add(name);
    return value;
  }

  private JsonNode list(String name, int max) throws RefusedException {
    JsonNode value = member(name);
    if (!value.isArray()) {
      throw refused(name, "a list");
    }
    if (value.size() > max) {
      throw refused(name, "a list of at most " + max);
    }
    return value;
  }

  private String textOf(JsonNode value, String name, int lengthMax) throws RefusedException {
    if (!value.isTextual()) {
      throw refused(name, "a text");
    }
    String text = value.textValue();
    if (text.codePointCount(0, text.length()) > lengthMax) {
      throw refused(name, "a text of at most " + lengthMax + " characters");
    }
    // An escape can spell half a pair, which no UTF-8 can: every reader would make another text of
    // it.
    if (text.codePoints().anyMatch(JsonObject::isHalfOfAPair)) {
      throw refused(name, "a text of Unicode");
    }
    return text;
  }

  private static boolean isHalfOfAPair(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private Bytes decode(String text, String name, int sizeMax) throws RefusedException {
    try {
      Bytes bytes = Bytes.fromBase64Url(text);
      if (bytes.size() <= sizeMax) {
        return bytes;
      }
    } catch (IllegalArgumentException malformed) {
      // Refused below, like a value that is too long.
    }
    throw refused(name, "at most " + sizeMax + " bytes in base64url without padding");
  }
}
