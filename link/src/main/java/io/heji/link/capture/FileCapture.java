package io.heji.link.capture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heji.crypto.Bytes;
import io.heji.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Appends JSON lines: {@code {"nanos","direction","peer","kind","content","frame"}}; byte fields as
 * hex, {@code nanos} as the process's monotonic clock reads, which has no meaning outside of it.
 * {@code frame} is the whole message as it is encoded, in hex: also what no field has a name for.
 */
final class FileCapture implements WireCapture {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Writer out;
  private final LongSupplier nanoTime;

  FileCapture(Path file, LongSupplier nanoTime) throws IOException {
    this.nanoTime = nanoTime;
    if (Files.notExists(file)) {
      // An agent's record holds tokens: nobody else on the machine is to read it.
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  @Override
  public void received(String peer, Message frame) {
    write("received", peer, frame);
  }

  @Override
  public void sent(String peer, Message frame) {
    write("sent", peer, frame);
  }

  @Override
  public void saw(String kind, Map<String, String> content) {
    ObjectNode line = Json.object();
    line.put("nanos", nanoTime.getAsLong())
        .put("direction", "saw")
        .put("peer", "")
        .put("kind", kind);
    ObjectNode fields = line.putObject("content");
    content.forEach(fields::put);
    append(line);
  }

  @Override
  public boolean isOn() {
    return true;
  }

  private void write(String direction, String peer, Message frame) {
    long nanos = nanoTime.getAsLong();
    String encoded = Bytes.copyOf(frame.toByteArray()).hex();
    frame
        .getAllFields()
        .forEach(
            (field, value) -> {
              ObjectNode line = Json.object();
              line.put("nanos", nanos)
                  .put("direction", direction)
                  .put("peer", peer)
                  .put("kind", field.getName());
              if (value instanceof Message body) {
                fill(line.putObject("content"), body);
              }
              line.put("frame", encoded);
              append(line);
            });
  }

  private static void fill(ObjectNode json, Message message) {
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      String name = field.getKey().getName();
      if (field.getValue() instanceof List<?> items) {
        ArrayNode list = json.putArray(name);
        for (Object item : items) {
          if (item instanceof Message nested) {
            fill(list.addObject(), nested);
          } else {
            list.add(text(item));
          }
        }
      } else if (field.getValue() instanceof Message nested) {
        fill(json.putObject(name), nested);
      } else {
        json.put(name, text(field.getValue()));
      }
    }
  }

  private static String text(Object value) {
    return value instanceof ByteString bytes
        ? Bytes.copyOf(bytes.toByteArray()).hex()
        : String.valueOf(value);
  }

  private synchronized void append(ObjectNode line) {
    try {
      out.write(Json.encode(line).asUtf8());
      out.write('\n');
      out.flush();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
