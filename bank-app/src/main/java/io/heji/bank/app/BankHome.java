package io.heji.bank.app;

import io.heji.bank.ExposureClient;
import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.gateway.HttpsGateway;
import io.heji.bank.profile.BankKeys;
import io.heji.bank.profile.BankProfile;
import io.heji.bank.store.BankStore;
import io.heji.crypto.Randomness;
import io.heji.crypto.group.GroupEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which bank asks, and where its profile lies: options shared by all commands. */
final class BankHome {
  private static final String BANKS = "banks";
  private static final String STATE = "state";
  private static final String STORE_KEY = "store.key";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = ".heji",
      description = "The federation's folder; profiles lie in DIR/banks (default: .heji).")
  private Path home = Path.of(".heji");

  @Option(
      names = "--bank",
      paramLabel = "ID",
      description = "Which bank asks (default: the one whose profile says so).")
  private @Nullable String bank;

  /** A bank's folder and what its profile says. */
  record Opened(Path folder, BankProfile profile) {
    HttpsGateway gateway() throws IOException {
      return new HttpsGateway(profile.gateway(), folder.resolve(profile.authority()));
    }

    BankStore store(Randomness randomness) throws IOException {
      Path key = folder.resolve(profile.keys()).resolve(STORE_KEY);
      return BankStore.open(folder.resolve(STATE), key, randomness);
    }

    ExposureClient client(
        GatewayApi gateway, GroupEngine engine, InstantSource clock, Randomness randomness)
        throws IOException {
      return new ExposureClient(
          profile.party(),
          BankKeys.read(folder.resolve(profile.keys())),
          profile.readRegulators(folder),
          gateway,
          store(randomness),
          clock,
          randomness,
          engine);
    }
  }

  Opened open() throws IOException {
    Path banks = home.resolve(BANKS);
    if (!Files.isDirectory(banks)) {
      throw new IOException(
          "no bank profiles in `"
              + banks
              + "`; start a federation with `./heji demo`, or give --home");
    }
    List<Path> folders;
    try (Stream<Path> entries = Files.list(banks)) {
      folders =
          entries.filter(f -> Files.isRegularFile(f.resolve(BankProfile.FILE))).sorted().toList();
    }
    return bank == null ? defaultBank(folders) : named(folders, bank);
  }

  private Opened named(List<Path> folders, String id) throws IOException {
    for (Path folder : folders) {
      if (folder.getFileName().toString().equals(id)) {
        return opened(folder);
      }
    }
    String known =
        String.join(", ", folders.stream().map(f -> f.getFileName().toString()).toList());
    throw new UsageException(spec.commandLine(), "no such bank; there are: " + known);
  }

  private Opened defaultBank(List<Path> folders) throws IOException {
    List<Opened> defaults = new ArrayList<>();
    for (Path folder : folders) {
      Opened opened = opened(folder);
      if (opened.profile().isDefault()) {
        defaults.add(opened);
      }
    }
    if (defaults.size() == 1) {
      return defaults.getFirst();
    }
    String which = defaults.isEmpty() ? "no bank is" : "more than one bank is";
    throw new UsageException(spec.commandLine(), which + " the default one; give --bank");
  }

  /** A profile that was copied and not changed would ask as the bank that it was copied from. */
  private static Opened opened(Path folder) throws IOException {
    BankProfile profile = BankProfile.read(folder);
    if (!folder.getFileName().toString().equals(profile.party().value())) {
      throw new IOException("the profile in `" + folder + "` is of another bank");
    }
    return new Opened(folder, profile);
  }
}
