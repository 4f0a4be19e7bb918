package io.heji.agent.query;

import io.heji.agent.contribution.AnsweredContributions;
import io.heji.agent.contribution.ContributionMaker;
import io.heji.agent.guard.PersonKeys;
import io.heji.agent.index.CustomerIndex;
import io.heji.agent.index.CustomerIndex.Completed;
import io.heji.agent.index.MemoryIndex;
import io.heji.agent.played.PlayedQuery;
import io.heji.agent.source.PlatformSource;
import io.heji.crypto.SecretBytes;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.KeyUse;
import io.heji.store.QuotaLedger;
import java.time.Instant;
import java.time.InstantSource;

/** The handler of asks at the first of the played platforms. */
public final class PlayedAsks {
  private PlayedAsks() {}

  /** One with the platform's own keys, which nobody observes. */
  public static AskHandler handler(
      PlayedQuery play,
      AdoptedDocuments documents,
      QuotaLedger quotas,
      AnsweredContributions answered,
      CustomerIndex index,
      PlatformSource source,
      PlayedWaiting waiting,
      InstantSource clock) {
    return new AskHandler(
        PlayedQuery.SELF,
        documents,
        quotas,
        answered,
        index,
        source,
        new PersonKeys(SecretBytes.random(32, play.randomness())),
        new ContributionMaker(
            PlayedQuery.SELF, play.key(PlayedQuery.SELF, KeyUse.SIGNING), play.randomness()),
        _ -> play.secrets(PlayedQuery.SELF),
        (_, _, _, _) -> {},
        waiting,
        clock);
  }

  /** The complete index of a platform without customers. */
  public static MemoryIndex nobodysIndex(Instant completed) {
    MemoryIndex index = new MemoryIndex();
    index.complete(PlayedQuery.EPOCH, new Completed(completed, 0, 0));
    return index;
  }
}
