package io.heji.sandbox.leak;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.subject.SubjectScheme;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Spells a value in all forms in which a program may leave it. Used once. */
final class ValueForms {
  /** Shorter forms would be found by chance. */
  static final int FORM_BYTES_MIN = 6;

  /** A smaller number has fewer bytes than that but zeros, and stands in any heap by chance. */
  private static final long SIX_BYTES = 1L << 40;

  private static final int VARINT_BITS = 7;
  private static final int LEGACY_AREA_END = 6;
  private static final int LEGACY_YEAR_FROM = 8;
  private static final int LEGACY_END = 17;

  private final Map<String, byte[]> forms = new LinkedHashMap<>();

  ValueForms text(String as, String text) {
    forms.put(as + "Latin-1", text.getBytes(StandardCharsets.ISO_8859_1));
    forms.put(as + "UTF-16 little-endian", text.getBytes(StandardCharsets.UTF_16LE));
    forms.put(as + "UTF-16 big-endian", text.getBytes(StandardCharsets.UTF_16BE));
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length != text.length()) {
      forms.put(as + "UTF-8", utf8);
    }
    return encoded(as + "text ", utf8);
  }

  ValueForms bytes(String as, byte[] bytes) {
    forms.put(as + "bytes", bytes);
    return encoded(as, bytes);
  }

  ValueForms number(long number) {
    text("decimal ", Long.toString(number));
    if (number < SIX_BYTES) {
      return this;
    }
    byte[] big = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    byte[] little =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
    bytes("big-endian ", big);
    bytes("little-endian ", little);
    // Without the zeros that a number of 8 bytes begins with.
    String hex = Long.toHexString(number);
    forms.put("unpadded hex", ascii(hex));
    forms.put("unpadded hex in upper case", ascii(hex.toUpperCase(Locale.ROOT)));
    forms.put("varint", varint(number));
    return this;
  }

  /** {@code 1234.56} and {@code 1,234.56}; without decimals where there are none but zeros. */
  ValueForms major(long minor) {
    BigDecimal amount = BigDecimal.valueOf(minor, 2);
    boolean whole = minor % 100 == 0;
    text("major units ", whole ? amount.setScale(0).toPlainString() : amount.toPlainString());
    text("grouped ", String.format(Locale.ROOT, whole ? "%,.0f" : "%,.2f", amount));
    return this;
  }

  ValueForms identity(String identity) {
    text("", identity);
    String lower = identity.toLowerCase(Locale.ROOT);
    if (!lower.equals(identity)) {
      text("lower case ", lower);
    }
    if (identity.startsWith("19", LEGACY_AREA_END)) {
      text(
          "15 digits ",
          identity.substring(0, LEGACY_AREA_END)
              + identity.substring(LEGACY_YEAR_FROM, LEGACY_END));
    }
    String subject = SubjectScheme.CN_RESIDENT_ID.wireName() + ':' + identity;
    text("subject ", subject);
    bytes("SHA-256 ", Sha256.of(Bytes.utf8(identity)).toByteArray());
    return bytes("SHA-256 of the subject ", Sha256.of(Bytes.utf8(subject)).toByteArray());
  }

  private ValueForms encoded(String as, byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes);
    forms.put(as + "in hex", ascii(hex));
    forms.put(as + "in hex in upper case", ascii(hex.toUpperCase(Locale.ROOT)));
    forms.put(as + "in hex in UTF-16", hex.getBytes(StandardCharsets.UTF_16LE));
    // Within a longer text base64 depends on the place modulo 3; ends that others share are cut.
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      int from = shift == 0 ? 0 : shift + 1;
      int to = shifted.length * 4 / 3;
      String standard = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      String url = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
      forms.put(as + "in base64 at " + shift, ascii(standard.substring(from, to)));
      forms.put(as + "in base64url at " + shift, ascii(url.substring(from, to)));
    }
    return this;
  }

  private static byte[] varint(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + 2);
    long rest = number;
    while (rest >= 1 << VARINT_BITS) {
      bytes.put((byte) (rest | 1 << VARINT_BITS));
      rest >>>= VARINT_BITS;
    }
    bytes.put((byte) rest);
    byte[] whole = new byte[bytes.position()];
    bytes.flip().get(whole);
    return whole;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  Map<String, byte[]> longEnough() {
    forms.values().removeIf(form -> form.length < FORM_BYTES_MIN);
    return forms;
  }
}
