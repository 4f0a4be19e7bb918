package io.heji.sandbox.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.sandbox.leak.LeakScanner.Leak;
import io.heji.sandbox.leak.LeakScanner.Search;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every form of every kind of value, wherever it lies. */
class LeakScannerTest {
  private static final String IDENTITY = "11010519491231002X";
  private static final byte[] TOKEN =
      HexFormat.of().parseHex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  private static final long AMOUNT = 41_234_567_890_123L;
  private static final long ROUNDED = 41_234_567_900_000L;

  @TempDir Path folder;

  private final List<PlantedValue> values =
      List.of(
          PlantedValue.identity("identity", IDENTITY),
          PlantedValue.bytes("token", TOKEN),
          PlantedValue.amount("amount", AMOUNT),
          PlantedValue.amount("rounded", ROUNDED));
  private final LeakScanner scanner = new LeakScanner(values);

  @TestFactory
  Stream<DynamicTest> findsEveryForm() {
    return values.stream()
        .flatMap(
            value ->
                value.forms().entrySet().stream()
                    .map(
                        form ->
                            DynamicTest.dynamicTest(
                                value.name() + " as " + form.getKey(),
                                () -> {
                                  Path file = folder.resolve("planted");
                                  ByteArrayOutputStream content = new ByteArrayOutputStream();
                                  content.write("before ".getBytes(StandardCharsets.UTF_8));
                                  content.write(form.getValue());
                                  content.write(" after".getBytes(StandardCharsets.UTF_8));
                                  Files.write(file, content.toByteArray());
                                  Search search = scanner.in("log");

                                  search.file(file);

                                  assertThat(search.found())
                                      .contains(new Leak("log", value.name(), form.getKey()));
                                  assertThat(search.bytes()).isEqualTo(Files.size(file));
                                })));
  }

  /** Spelt here by hand, so that a form that is lost is missed. */
  @Test
  void knowsTheFormsThatProgramsUse() {
    ByteBuffer little = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(AMOUNT);
    assertThat(found("41234567890123")).contains("amount");
    assertThat(found("412345678901.23")).contains("amount");
    assertThat(found("412,345,678,901.23")).contains("amount");
    assertThat(found("2580abc584cb")).contains("amount");
    assertThat(found(HexFormat.of().formatHex(little.array()))).contains("amount");
    assertThat(found(Base64.getEncoder().encodeToString(little.array()))).contains("amount");
    assertThat(found("412345679000.00")).contains("rounded");
    assertThat(found("412345679000.0000")).contains("rounded");
    assertThat(found("11010519491231002x")).contains("identity");
    assertThat(found("110105491231002")).contains("identity");
    assertThat(found("cn-resident-id:11010519491231002X")).contains("identity");
  }

  private Set<String> found(String text) {
    Search search = scanner.in("text");
    search.text(text);
    return search.found().stream().map(Leak::value).collect(Collectors.toSet());
  }

  /** Base64 of a longer text with the value somewhere inside. */
  @Test
  void findsAValueInsideALongerEncodedText() {
    for (int before = 0; before < 3; before++) {
      String text = "x".repeat(before) + IDENTITY + "and more";
      String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

      assertThat(found(encoded)).as("after " + before).contains("identity");
    }
  }

  /** Pieces are of 4 MiB: a value lies on the border of two, wholly before it and wholly after. */
  @Test
  void findsAValueWhereverItLiesInALargeFile() throws Exception {
    int piece = 4 << 20;
    for (int from = piece - 40; from < piece + 200; from += 7) {
      byte[] content = new byte[2 * piece];
      byte[] identity = IDENTITY.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(identity, 0, content, from, identity.length);
      Path file = Files.write(folder.resolve("large"), content);
      Search search = scanner.in("large");

      search.file(file);

      assertThat(search.found()).as("at " + from).isNotEmpty();
      assertThat(search.bytes()).isEqualTo(content.length);
    }
  }

  /** Three bytes and five zeros stand in any heap: such a number is searched as text only. */
  @Test
  void searchesASmallNumberOnlyAsText() {
    assertThat(PlantedValue.number("small", 12_345_678).forms().keySet())
        .isNotEmpty()
        .allMatch(form -> form.startsWith("decimal"));
    assertThat(PlantedValue.number("tiny", 12_345).forms().keySet())
        .allMatch(form -> form.contains("in") || form.contains("UTF-16"));
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(found("HEJI-GW-7 roster 2 issued: epoch 1, 4 platforms 110105194912310021"))
        .isEmpty();
  }
}
