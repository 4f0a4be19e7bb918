package io.heji.bank;

import io.heji.bank.store.BankStore;
import io.heji.crypto.group.GroupEngines;
import io.heji.protocol.metric.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * A bank's process that ends at one step without any cleaning up, as by a kill -9. What the gateway
 * answered until then is left in a folder: the gateway does not die with the bank.
 */
final class KilledBank {
  static final long SEED = 7;
  static final int EXIT_CODE = 137;
  static final String DOCUMENTS = "played-documents.json";

  private KilledBank() {}

  static Process start(Path home, Path answers, String step) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            KilledBank.class.getName(),
            home.toString(),
            answers.toString(),
            step)
        .inheritIO()
        .start();
  }

  static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    Path answers = Path.of(arguments[1]);
    PlayedFederation federation = new PlayedFederation(SEED);
    PlayedGateway gateway = new PlayedGateway(federation);
    // Keys come of the seed; the signatures over them, and so the directory, do not.
    Files.writeString(home.resolve(DOCUMENTS), gateway.documents.toJson());
    gateway.book(
        PlayedFederation.PLATFORMS.get(0),
        AskingBank.KNOWN,
        Map.of(Metric.OUTSTANDING_PRINCIPAL, RestartTest.ONE));
    gateway.book(
        PlayedFederation.PLATFORMS.get(1),
        AskingBank.KNOWN,
        Map.of(Metric.OUTSTANDING_PRINCIPAL, RestartTest.OTHER));
    SteppedGateway stepped =
        new SteppedGateway(
            gateway,
            step -> {
              if (step.equals(arguments[2])) {
                gateway.answers.forEach((id, text) -> write(answers.resolve(id), text));
                Runtime.getRuntime().halt(EXIT_CODE);
              }
            });
    new ExposureClient(
            PlayedFederation.BANK,
            federation.bankKeys(PlayedFederation.BANK),
            federation.pinned(),
            stepped,
            BankStore.open(
                home.resolve("state"), home.resolve("store.key"), federation.randomness()),
            InstantSource.fixed(PlayedFederation.NOW),
            federation.randomness(),
            GroupEngines.bouncyCastle())
        .ask(AskingBank.request(AskingBank.KNOWN));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
