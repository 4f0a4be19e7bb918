package io.heji.member.epoch;

import io.heji.protocol.document.PartyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where signed key statements are put, as the gateway reads them: {@code <party>-epoch-<n>.jws}.
 *
 * @param folder the folder, made where it is missing
 */
public record StatementFolder(Path folder) {
  /** Where a party's statement of an epoch is. */
  public Path file(PartyId party, long epoch) {
    return folder.resolve(party + "-epoch-" + epoch + ".jws");
  }

  /** The statement that is there already. */
  Optional<String> find(PartyId party, long epoch) throws IOException {
    Path file = file(party, epoch);
    return Files.exists(file) ? Optional.of(DocumentFile.read(file)) : Optional.empty();
  }

  /** Puts a statement there, complete before it has its name: a gateway may be looking. */
  public void put(PartyId party, long epoch, String signed) throws IOException {
    Files.createDirectories(folder);
    Path draft = folder.resolve("." + party + "-epoch-" + epoch + ".draft");
    Files.writeString(draft, signed, StandardCharsets.UTF_8);
    Files.move(draft, file(party, epoch), StandardCopyOption.ATOMIC_MOVE);
  }
}
