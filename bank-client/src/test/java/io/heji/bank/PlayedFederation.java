package io.heji.bank;

import io.heji.bank.profile.BankKeys;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.played.PlayedParties;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The played parties as a bank sees them, at one point in time. */
final class PlayedFederation extends PlayedParties {
  static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  static final int DWELL_SECONDS = 600;

  PlayedFederation(long seed) {
    super(NOW, seeded(seed));
    policy().put("rosterDwellSeconds", DWELL_SECONDS);
    policy().putObject("answerDelay").put("baseMillis", 250).put("perSubjectMillis", 3);
  }

  BankKeys bankKeys(PartyId bank) {
    return new BankKeys(key(bank, KeyUse.ACCESS), key(bank, KeyUse.QUERY));
  }

  /** All documents, with these serials and these platforms on the roster. */
  SignedDocuments documents(long directorySerial, long rosterSerial, List<PartyId> roster) {
    return documents(directory(directorySerial), roster(rosterSerial, NOW, roster, "start"));
  }

  @Override
  public SignedDocuments documents() {
    return documents(1, 1, PLATFORMS);
  }

  Federation federation() throws RefusedException {
    return verified(NOW);
  }

  /** From now on the policy runs out then. */
  void policyExpires(Instant when) {
    policy().put("expires", when.getEpochSecond());
  }

  /** From now on a platform states that it supplies these metrics alone. */
  void supply(PartyId platform, Set<Metric> metrics) {
    PlatformKeys own = platformKeys(platform);
    stated().put(platform, new PlatformKeys(own.sealing(), own.mask(), new TreeSet<>(metrics)));
  }

  Set<Metric> supplied(PartyId platform) {
    return platformKeys(platform).metrics();
  }

  private PlatformKeys platformKeys(PartyId platform) {
    return (PlatformKeys) Objects.requireNonNull(stated().get(platform));
  }
}
