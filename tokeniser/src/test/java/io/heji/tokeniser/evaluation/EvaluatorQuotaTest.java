package io.heji.tokeniser.evaluation;

import static io.heji.tokeniser.played.PlayedFederation.BANK;
import static io.heji.tokeniser.played.PlayedFederation.BANK_PER_DAY;
import static io.heji.tokeniser.played.PlayedFederation.PLATFORM;
import static io.heji.tokeniser.played.PlayedFederation.PLATFORM_PER_EPOCH;

import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.token.TokenRound;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much a tokeniser evaluates for each asker. */
class EvaluatorQuotaTest extends AskedTokeniser {
  @Test
  void aBankHasItsQuotaOfTheDayToTheLastElement() throws Exception {
    ask(BANK, KeyUse.QUERY, (int) BANK_PER_DAY - 1);
    askRefused(BANK, KeyUse.QUERY, 2);
    ask(BANK, KeyUse.QUERY, 1);
    askRefused(BANK, KeyUse.QUERY, 1);
    // Another asker has its own.
    ask(PLATFORM, KeyUse.SIGNING, 1);

    now = NOW.plusSeconds(10);
    ask(BANK, KeyUse.QUERY, (int) BANK_PER_DAY);
  }

  @Test
  void aPlatformHasItsQuotaOfTheEpochToTheLastElement() throws Exception {
    ask(PLATFORM, KeyUse.SIGNING, (int) PLATFORM_PER_EPOCH);
    askRefused(PLATFORM, KeyUse.SIGNING, 1);

    now = NOW.plus(Duration.ofDays(7));
    askRefused(PLATFORM, KeyUse.SIGNING, 1);
  }

  @Test
  void aRequestBeyondTheQuotaIsUsedUpAllTheSame() throws Exception {
    TokenRound round = round((int) BANK_PER_DAY + 1);
    String request = sign(request(round, BANK), KeyUse.QUERY);

    refuses(ProblemType.QUOTA_EXCEEDED, request, round.elements());
    refuses(ProblemType.REPLAYED, request, round.elements());
  }

  private void askRefused(PartyId asker, KeyUse use, int elements) throws Exception {
    TokenRound round = round(elements);
    refuses(ProblemType.QUOTA_EXCEEDED, sign(request(round, asker), use), round.elements());
  }
}
