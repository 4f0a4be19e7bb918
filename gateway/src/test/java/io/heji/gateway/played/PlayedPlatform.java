package io.heji.gateway.played;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.mask.Field61;
import io.heji.crypto.mask.Pads;
import io.heji.crypto.mask.PairwiseMasks;
import io.heji.crypto.mask.Tags;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.ContributionFrame;
import io.heji.protocol.frame.Refusal;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.played.PlayedPolicy;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.ContributionLanes;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.Rounding;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.query.SubjectRow;
import io.heji.protocol.token.Token;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A platform that answers with the real cryptography, and with hooks where a test tampers. */
public final class PlayedPlatform {
  private final PlayedFederation played;
  private final PartyId self;
  private final Instant now;
  private final Map<String, Long> book = new HashMap<>();
  private final Set<String> vetoed = new HashSet<>();
  private UnaryOperator<Bytes> tamperLanes = UnaryOperator.identity();
  private UnaryOperator<Contribution> tamperSigned = UnaryOperator.identity();

  public PlayedPlatform(PlayedFederation played, PartyId self, Instant now) {
    this.played = played;
    this.self = self;
    this.now = now;
  }

  /** Puts a customer on the books, with what it owes. */
  public void book(Token customer, long amount) {
    book.put(text(customer), amount);
  }

  /** Withholds a person. */
  public void veto(Token customer) {
    vetoed.add(text(customer));
  }

  /** Changes the lanes before they are signed. */
  public void tamperLanes(UnaryOperator<Bytes> change) {
    tamperLanes = change;
  }

  /** Changes the contribution after it was signed. */
  public void tamperSigned(UnaryOperator<Contribution> change) {
    tamperSigned = change;
  }

  /** Answers an ASK under these documents. */
  public AskReply answer(Federation federation, String query, Bytes blob) {
    try {
      Contribution contribution = contribution(federation, SignedQuery.read(query), blob);
      return AskReply.newBuilder()
          .setContribution(
              ContributionFrame.newBuilder()
                  .setLanes(ByteString.copyFrom(contribution.lanes().toByteArray()))
                  .setDataAsOf(contribution.dataAsOf())
                  .setIndexAsOf(contribution.indexAsOf())
                  .setSignature(ByteString.copyFrom(contribution.signature().toByteArray())))
          .build();
    } catch (RefusedException refused) {
      return refusal(refused.type().slug());
    } catch (CryptoException bug) {
      throw new IllegalStateException(bug);
    }
  }

  public static AskReply refusal(String slug) {
    return AskReply.newBuilder().setRefusal(Refusal.newBuilder().setProblem(slug)).build();
  }

  private Contribution contribution(Federation federation, SignedQuery signed, Bytes blob)
      throws RefusedException, CryptoException {
    ExposureQuery query = signed.query();
    SummedSet set = federation.summedSet(federation.party(query.issuer()).orElseThrow());
    SealedTokens opened =
        SealedTokens.open(
            blob,
            query.sealed().getOrDefault(self, Bytes.EMPTY),
            new SealingContext(
                query.issuer(), query.jti(), self, federation.statement(self).orElseThrow().hash()),
            played.sealing(self),
            query.subjects(),
            query.tokens());
    List<SubjectRow> rows = new ArrayList<>();
    opened.tokens().forEach(token -> rows.add(row(token, query.metrics())));
    long[] clear =
        ContributionLanes.clear(
            query.layout(), rows, Tags.of(opened.tagKey(), signed.hash()), played.randomness());
    long[] masks =
        PairwiseMasks.sum(
            self.value(),
            played.mask(self),
            federation.maskKeys(set),
            signed.hash(),
            set.hash(),
            query.layout().laneCount());
    Bytes lanes =
        Field61.encode(
            ContributionLanes.masked(
                query.layout(),
                clear,
                Pads.of(opened.padSeed(), signed.hash(), self.value()),
                masks));
    return tamperSigned.apply(
        Contribution.sign(
            played.key(self, KeyUse.SIGNING),
            signed.hash(),
            set.hash(),
            tamperLanes.apply(lanes),
            now.getEpochSecond() - PlayedFederation.PLATFORMS.indexOf(self),
            now.getEpochSecond() - 10));
  }

  private SubjectRow row(Token token, List<MetricRequest> metrics) {
    if (vetoed.contains(text(token))) {
      return new SubjectRow.Veto();
    }
    Long amount = book.get(text(token));
    List<Long> values = new ArrayList<>();
    for (MetricRequest metric : metrics) {
      if (amount == null) {
        values.add(0L);
      } else if (metric.metric() == Metric.LENDERS) {
        values.add(amount > 0 ? 1L : 0L);
      } else {
        values.add(Rounding.up(amount, PlayedPolicy.AMOUNT_UNIT).orElseThrow());
      }
    }
    return new SubjectRow.Amounts(amount != null, values);
  }

  private static String text(Token token) {
    return Bytes.copyOf(token.secret().toByteArray(SecretAccess.granted())).hex();
  }

  /** A refusal for a reason of the closed list. */
  public static AskReply refusal(ProblemType problem) {
    return refusal(problem.slug());
  }
}
