package io.heji.protocol.document;

import io.heji.protocol.Limits;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.regex.Pattern;

/**
 * The id of a party: {@code [a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?}, compared whole, never by suffix.
 * Ordered bytewise, which for ASCII is the order of the strings.
 */
public record PartyId(String value) implements Comparable<PartyId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

  public PartyId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a party id");
    }
  }

  /** Whether the text has the form of an id of a party, a company group or a federation. */
  static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }

  /** Reads an id from outside. */
  public static PartyId parse(String value) throws RefusedException {
    if (!isValid(value)) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST, "a party id is not of the agreed form");
    }
    return new PartyId(value);
  }

  /** Reads the id that stands in a member. */
  public static PartyId read(JsonObject json, String name) throws RefusedException {
    String value = json.text(name, Limits.ID_LENGTH_MAX);
    if (!isValid(value)) {
      throw json.refused(name, "a party id");
    }
    return new PartyId(value);
  }

  @Override
  public int compareTo(PartyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
