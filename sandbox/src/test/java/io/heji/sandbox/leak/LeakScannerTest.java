package io.heji.sandbox.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every place and every form with a leak planted in it. */
class LeakScannerTest {
  private static final String IDENTITY = "110105194912310021";
  private static final byte[] TOKEN =
      HexFormat.of().parseHex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  private static final long AMOUNT = 987_654_321L;

  @TempDir Path folder;

  private final List<PlantedValue> values =
      List.of(
          PlantedValue.text("identity", IDENTITY),
          PlantedValue.bytes("token", TOKEN),
          PlantedValue.number("amount", AMOUNT));
  private final LeakScanner scanner = new LeakScanner(values);

  @TestFactory
  Stream<DynamicTest> findsEveryForm() {
    return values.stream()
        .flatMap(
            value ->
                value.all().stream()
                    .map(
                        form ->
                            DynamicTest.dynamicTest(
                                value.name() + " as " + form.name(),
                                () -> {
                                  Path file = folder.resolve("planted");
                                  ByteArrayOutputStream content = new ByteArrayOutputStream();
                                  content.write("before ".getBytes(StandardCharsets.UTF_8));
                                  content.write(form.bytes().toByteArray());
                                  content.write(" after".getBytes(StandardCharsets.UTF_8));
                                  Files.write(file, content.toByteArray());

                                  assertThat(scanner.file("log", file))
                                      .contains(
                                          new LeakScanner.Leak("log", value.name(), form.name()));
                                })));
  }

  /** Base64 of a longer text with the value somewhere inside. */
  @Test
  void findsAValueInsideALongerEncodedText() {
    for (int before = 0; before < 3; before++) {
      String text = "x".repeat(before) + IDENTITY + "and more";
      String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

      assertThat(scanner.text("body", encoded)).as("after " + before).isNotEmpty();
    }
  }

  @Test
  void findsNothingWhereNothingIs() throws Exception {
    Path file = folder.resolve("innocent");
    Files.writeString(file, "HEJI-GW-7 roster 2 issued: epoch 1, 4 platforms 110105194912310022");

    assertThat(scanner.file("log", file)).isEmpty();
  }

  @Test
  void findsALeakInADatabase() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Connection connection = postgres.getPostgresDatabase().getConnection()) {
      connection
          .createStatement()
          .execute(
              "create table \"Odd name\" (a bytea); insert into \"Odd name\" values ('\\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff')");

      assertThat(scanner.database("gateway", connection))
          .containsExactly(new LeakScanner.Leak("gateway table \"Odd name\"", "token", "hex"));
    }
  }

  /** This very process holds all three values. */
  @Test
  void findsALeakInAHeapDump() throws Exception {
    Path dump = folder.resolve("own.hprof");

    HeapDump.of(Path.of(System.getProperty("java.home")), ProcessHandle.current().pid(), dump);

    assertThat(scanner.file("heap", dump))
        .extracting(LeakScanner.Leak::value)
        .contains("identity", "token", "amount");
  }
}
