package io.heji.sandbox.leak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.crypto.Bytes;
import io.heji.sandbox.leak.LeakScanner.Search;
import io.heji.sandbox.leak.Place.Reading;
import io.heji.sandbox.postgres.DatabaseAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** How each kind of place is read: all of it, or not at all. */
public final class Readings {
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(20);
  private static final int STATUS_OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Readings() {}

  public static Reading file(Path file) {
    return search -> search.file(file);
  }

  /** Every file below a folder whose name is not one of these. */
  public static Reading folder(Path folder, List<String> without) {
    return search -> {
      List<Path> files;
      try (var walk = Files.walk(folder)) {
        files = walk.filter(Files::isRegularFile).toList();
      }
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!without.contains(name)) {
          search.text(name);
          search.file(file);
        }
      }
    };
  }

  /** The lines of a capture of these kinds, as they stand and with frames and bodies decoded. */
  public static Reading capture(Path file, Predicate<String> kinds) {
    return search -> {
      try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          captured(search, line, kinds);
        }
      }
    };
  }

  private static void captured(Search search, String text, Predicate<String> kinds) {
    JsonNode line;
    try {
      line = JSON.readTree(text);
    } catch (JsonProcessingException beingWritten) {
      return; // The process is writing it; whole lines before it were read.
    }
    if (!kinds.test(line.path("kind").asText())) {
      return;
    }
    search.text(text);
    for (JsonNode encoded : List.of(line.path("frame"), line.path("content").path("body"))) {
      String content = encoded.asText("");
      if (isHex(content)) {
        search.bytes(Bytes.fromHex(content).toByteArray());
      } else {
        search.text(content);
      }
    }
  }

  private static boolean isHex(String text) {
    return text.length() % 2 == 0 && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /** What an HTTP address answers, if it answers well. */
  public static Reading http(URI address) {
    return search -> {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(HTTP_TIMEOUT).build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != STATUS_OK) {
          throw new IOException("status " + answer.statusCode());
        }
        search.bytes(answer.body());
      }
    };
  }

  public static Reading database(DatabaseAccess access) {
    return search -> {
      try (Connection connection = access.connect()) {
        DatabaseRows.into(search, connection);
      }
    };
  }

  /**
   * The heap of a live JVM of this user, garbage included.
   *
   * @param folder where the dump lies meanwhile
   */
  public static Reading heap(long pid, Path folder) {
    return search -> {
      Path dump = folder.resolve(pid + ".hprof");
      Files.deleteIfExists(dump);
      try {
        HeapDump.of(Path.of(System.getProperty("java.home")), pid, dump);
        search.file(dump);
      } finally {
        Files.deleteIfExists(dump);
      }
    };
  }
}
