package io.heji.protocol.document;

import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.played.PlayedParties;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A right set of documents that a test makes wrong in one place. */
public final class PlayedDocuments extends PlayedParties {
  public static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
  static final PartyId TOKENISER_ONE = TOKENISERS.get(0);
  static final PartyId TOKENISER_TWO = TOKENISERS.get(1);
  static final PartyId PLATFORM_A = PLATFORMS.get(0);
  static final PartyId PLATFORM_B = PLATFORMS.get(1);
  static final PartyId PLATFORM_C = PLATFORMS.get(2);

  public PlayedDocuments() {
    super(NOW, seeded(1));
  }

  PlatformKeys platformKeys(PartyId id) {
    return (PlatformKeys) Objects.requireNonNull(stated().get(id));
  }

  /** Of every platform that states keys. */
  Roster roster() {
    List<PartyId> platforms = new ArrayList<>(stated().keySet());
    platforms.removeAll(TOKENISERS);
    return roster(1, start(), platforms, "test");
  }

  SignedDocuments signed() {
    return documents(directory(), roster());
  }

  SignedDocuments withDirectory(String directory) {
    SignedDocuments right = signed();
    return new SignedDocuments(directory, right.policy(), right.roster(), right.keyStatements());
  }

  SignedDocuments withRoster(String roster) {
    SignedDocuments right = signed();
    return new SignedDocuments(right.directory(), right.policy(), roster, right.keyStatements());
  }

  SignedDocuments withStatements(List<String> statements) {
    SignedDocuments right = signed();
    return new SignedDocuments(right.directory(), right.policy(), right.roster(), statements);
  }

  public Federation federation() throws RefusedException {
    return Federation.verify(signed(), pinned(), NOW);
  }
}
