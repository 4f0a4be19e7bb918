package io.heji.protocol.jws;

import io.heji.crypto.Randomness;
import io.heji.protocol.Limits;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A message's id: a UUID in lower case, {@value Limits#JTI_LENGTH} characters, hashed as its text
 * where it is hashed.
 */
public final class Jti {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final int UUID_BYTES = 16;
  private static final int TIME_SHIFT = 16;

  private Jti() {}

  /** A fresh UUIDv7 (RFC 9562 section 5.7): the time in milliseconds, then random bits. */
  public static String next(Instant now, Randomness randomness) {
    ByteBuffer random = ByteBuffer.wrap(randomness.bytes(UUID_BYTES));
    long high = (now.toEpochMilli() << TIME_SHIFT) | VERSION_7 | (random.getLong() & 0x0FFF);
    long low = VARIANT | (random.getLong() & 0x3FFF_FFFF_FFFF_FFFFL);
    return new UUID(high, low).toString();
  }

  /** Whether the text is an id. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** Reads the id that stands in a member. */
  public static String read(JsonObject json, String name) throws RefusedException {
    String text = json.text(name, Limits.JTI_LENGTH);
    if (!isValid(text)) {
      throw json.refused(name, "a UUID in lower case");
    }
    return text;
  }
}
