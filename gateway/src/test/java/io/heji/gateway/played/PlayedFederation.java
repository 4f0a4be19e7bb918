package io.heji.gateway.played;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.document.EpochKeys;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.played.PlayedParties;
import io.heji.protocol.played.PlayedPolicy;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The played parties and a bank of a class that no purpose is for, by a policy with quotas that a
 * test can exhaust.
 */
public final class PlayedFederation extends PlayedParties {
  public static final PartyId UNCLASSED_BANK = new PartyId("bank-unclassed");
  public static final long BANK_SUBJECTS_PER_DAY = 5;
  public static final long BANK_EVALUATIONS_PER_DAY = 6;
  public static final int RETENTION_DAYS = 7;

  /** Documents begin a day before this. */
  public PlayedFederation(Instant now) {
    super(now, seeded(1));
    enterBank(UNCLASSED_BANK, "south", "pawnbroker");
    PlayedPolicy.metrics(
        policy(),
        List.of(Metric.OUTSTANDING_PRINCIPAL, Metric.LENDERS, Metric.ACTIVE_LOANS),
        List.of(Metric.OUTSTANDING_PRINCIPAL, Metric.LENDERS));
    policy()
        .withObject("/quotas")
        .put("bankSubjectsPerDay", BANK_SUBJECTS_PER_DAY)
        .put("bankEvaluationsPerDay", BANK_EVALUATIONS_PER_DAY);
    policy().put("batchMax", 4).put("disclosureRetentionDays", RETENTION_DAYS);
  }

  /** One more platform in the directory; it is on a roster only if that names it. */
  public void enterPlatform(PartyId platform) {
    // A group's id is no longer than a party's.
    enterPlatform(platform, platform.value());
  }

  public boolean knows(PartyId party) {
    return parties().stream().anyMatch(known -> known.id().equals(party));
  }

  /** The keys that a party states. */
  public EpochKeys epochKeys(PartyId party) {
    return Objects.requireNonNull(stated().get(party));
  }

  /** From now on a party states these keys. */
  public void restate(PartyId party, EpochKeys keys) {
    stated().put(party, keys);
  }

  /** What a party says of its keys for the first epoch. */
  public String statement(PartyId party) {
    return signedStatement(party);
  }

  /** The same, signed by anybody and valid for any time. */
  public String statement(PartyId party, PartyId signer, Instant validTo) {
    KeyStatement statement =
        new KeyStatement(NAME, party, EPOCH, start(), validTo, epochKeys(party));
    return by(signer, KeyStatement.TYP, statement.toPayload());
  }

  /** What a party says of fresh keys for the second epoch. */
  public String statementOfSecondEpoch(PartyId party) {
    return inSecondEpoch(party, newEpochKeys(party));
  }

  /** A party's statement for the second epoch, with the keys of another's. */
  public String copyInSecondEpoch(PartyId party, String others) throws RefusedException {
    return inSecondEpoch(
        party,
        KeyStatement.fromPayload(CompactJws.parse(others, KeyStatement.TYP).payload()).keys());
  }

  private String inSecondEpoch(PartyId party, EpochKeys keys) {
    return by(party, KeyStatement.TYP, keyStatement(party, EPOCH + 1, keys).toPayload());
  }

  /** Documents signed from now on have a newer policy, which is active from then. */
  public void nextPolicy(Instant activeFrom) {
    policy().put("serial", policy().path("serial").asLong() + 1);
    policy().put("activeFrom", activeFrom.getEpochSecond());
  }

  /** Policies signed from now on have this dwell time. */
  public void dwell(Duration dwell) {
    policy().put("rosterDwellSeconds", dwell.toSeconds());
  }

  /** A fresh access token of a bank. */
  public String accessToken(PartyId bank, Instant now) {
    return accessToken(bank, now, Jti.next(now, randomness()));
  }

  /** An access token of a bank with this id. */
  public String accessToken(PartyId bank, Instant now, String jti) {
    ObjectNode claims = Json.object();
    claims.put("iss", bank.value()).put("sub", bank.value()).put("aud", NAME);
    claims.put("iat", now.getEpochSecond()).put("exp", now.getEpochSecond() + 60).put("jti", jti);
    return CompactJws.sign(
        "bank-access+jwt", kid(bank, KeyUse.ACCESS), key(bank, KeyUse.ACCESS), Json.encode(claims));
  }
}
