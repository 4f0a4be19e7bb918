package io.heji.sandbox.leak;

import io.heji.crypto.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A value that somebody may not know, in all forms in which it may be found.
 *
 * @param name what it is, without saying it
 * @param forms the bytes of each form, by the form's name
 */
public record PlantedValue(String name, Map<String, byte[]> forms) {
  /** Shorter forms would be found by chance. */
  static final int FORM_BYTES_MIN = 6;

  public PlantedValue {
    forms = Map.copyOf(forms);
  }

  /** A text, such as an identity number. */
  public static PlantedValue text(String name, String text) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("Latin-1", text.getBytes(StandardCharsets.ISO_8859_1));
    forms.put("UTF-16 little-endian", text.getBytes(StandardCharsets.UTF_16LE));
    forms.put("UTF-16 big-endian", text.getBytes(StandardCharsets.UTF_16BE));
    encoded(forms, text.getBytes(StandardCharsets.UTF_8));
    return new PlantedValue(name, longEnough(forms));
  }

  /** Bytes, such as a token. */
  public static PlantedValue bytes(String name, byte[] bytes) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("bytes", bytes);
    encoded(forms, bytes);
    return new PlantedValue(name, longEnough(forms));
  }

  /** A number, such as an amount in minor units. */
  public static PlantedValue number(String name, long number) {
    String decimal = Long.toString(number);
    Map<String, byte[]> forms = new LinkedHashMap<>(text(name, decimal).forms());
    byte[] bigEndian = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    byte[] littleEndian =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
    forms.put("8 bytes big-endian", bigEndian);
    forms.put("8 bytes little-endian", littleEndian);
    forms.put("8 bytes in hex", ascii(HexFormat.of().formatHex(bigEndian)));
    return new PlantedValue(name, longEnough(forms));
  }

  private static void encoded(Map<String, byte[]> forms, byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes);
    forms.put("hex", ascii(hex));
    forms.put("hex in upper case", ascii(hex.toUpperCase(Locale.ROOT)));
    forms.put("hex in UTF-16", hex.getBytes(StandardCharsets.UTF_16LE));
    // Within a longer text base64 depends on the place modulo 3; ends that others share are cut.
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      int from = shift == 0 ? 0 : shift + 1;
      int to = shifted.length * 4 / 3;
      String standard = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      String url = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
      forms.put("base64 at " + shift, ascii(standard.substring(from, to)));
      forms.put("base64url at " + shift, ascii(url.substring(from, to)));
    }
  }

  private static Map<String, byte[]> longEnough(Map<String, byte[]> forms) {
    forms.values().removeIf(form -> form.length < FORM_BYTES_MIN);
    return forms;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** All forms, for a scanner. */
  List<Form> all() {
    List<Form> all = new ArrayList<>();
    forms.forEach((form, bytes) -> all.add(new Form(name, form, Bytes.copyOf(bytes))));
    return all;
  }

  /** One form of one value. */
  record Form(String value, String name, Bytes bytes) {
    boolean isAt(ByteBuffer buffer, int position) {
      if (position + bytes.size() > buffer.limit()) {
        return false;
      }
      for (int i = 0; i < bytes.size(); i++) {
        if (buffer.get(position + i) != bytes.byteAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  @Override
  public String toString() {
    return "PlantedValue[" + name + "]";
  }
}
