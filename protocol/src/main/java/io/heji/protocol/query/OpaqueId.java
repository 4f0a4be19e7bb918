package io.heji.protocol.query;

import io.heji.protocol.Limits;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.util.regex.Pattern;

/**
 * An id that means something to the bank alone: of an operator or a consent. Letters, digits, dot,
 * hyphen, underscore; so it cannot carry a sentence about a person. That it holds no identity
 * number cannot be checked here.
 */
final class OpaqueId {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]+");

  private OpaqueId() {}

  static String read(JsonObject json, String name) throws RefusedException {
    String id = json.text(name, Limits.OPAQUE_ID_LENGTH_MAX);
    if (!FORM.matcher(id).matches()) {
      throw json.refused(name, "an opaque id of letters, digits, `.`, `-` and `_`");
    }
    return id;
  }
}
