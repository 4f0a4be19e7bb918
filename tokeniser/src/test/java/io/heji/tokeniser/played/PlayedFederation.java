package io.heji.tokeniser.played;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.played.PlayedParties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The played parties as a tokeniser sees them, with a suspended bank and an auditor; one platform
 * is on the roster. By the policy there is nothing to ask but tokens, and few of them.
 */
public final class PlayedFederation extends PlayedParties {
  public static final PartyId SELF = TOKENISERS.get(0);
  public static final PartyId OTHER = TOKENISERS.get(1);
  public static final PartyId SUSPENDED = new PartyId("bank-gone");
  public static final PartyId PLATFORM = PLATFORMS.getFirst();
  public static final PartyId AUDITOR = new PartyId("auditor");
  public static final long BANK_PER_DAY = 5;
  public static final long PLATFORM_PER_EPOCH = 7;

  /** Documents begin a day before this. */
  public PlayedFederation(Instant now) {
    super(now, seeded(1));
    enterBank(SUSPENDED, "gone", "commercial-bank");
    enterSuspended(SUSPENDED);
    enter(AUDITOR, Role.AUDITOR, "auditor", "any", KeyUse.SIGNING);
    policy().putArray("metrics");
    policy().putArray("purposes");
    ObjectNode quotas = policy().putObject("quotas");
    // By its declared book alone: a platform that declared none gets nothing here.
    quotas.putObject("declaredBooks").put(PLATFORM.value(), PLATFORM_PER_EPOCH);
    quotas
        .put("bankSubjectsPerDay", 0)
        .put("bankEvaluationsPerDay", BANK_PER_DAY)
        .put("platformEvaluationsPerEpoch", 0)
        .put("personSubjectsPerDay", 10);
  }

  @Override
  public SignedDocuments documents() {
    return documents(1, start(), LIFE);
  }

  /** All documents, with this roster, and a policy bundle that is active for this long. */
  public SignedDocuments documents(long rosterSerial, Instant rosterFrom, Duration policyLife) {
    policy().put("expires", start().plus(policyLife).getEpochSecond());
    return documents(rosterSerial, rosterFrom, List.of(PLATFORM));
  }

  /** Key statements signed from now on are valid for this long, from a day before now. */
  public void statementsLive(Duration life) {
    statementsValidTo(start().plus(life));
  }
}
