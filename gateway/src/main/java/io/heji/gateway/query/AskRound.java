package io.heji.gateway.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.gateway.identity.OpenCall;
import io.heji.gateway.member.Members;
import io.heji.gateway.member.Replies;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SummedSet;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.ContributionFrame;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.protocol.query.SignedQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Asks every member of S at once and takes all answers or none: no refusal shrinks S. */
final class AskRound {
  private final Members members;
  private final InstantSource clock;

  AskRound(Members members, InstantSource clock) {
    this.members = members;
    this.clock = clock;
  }

  /** Refuses while a question can only fail: before anything is used up or asked for it. */
  void requireLinked(SummedSet set) throws RefusedException {
    for (PartyId member : set.members()) {
      if (!members.isLinked(member)) {
        throw new RefusedException(
            ProblemType.MEMBER_UNAVAILABLE, "platform `" + member + "` is not linked");
      }
    }
  }

  /** Each member's contribution, its signature verified, by id. */
  SortedMap<PartyId, Contribution> ask(
      Federation federation,
      SummedSet set,
      SignedQuery query,
      Map<PartyId, Bytes> blobs,
      Duration timeout,
      OpenCall call)
      throws RefusedException {
    Bytes setHash = set.hash();
    SortedMap<PartyId, CompletableFuture<Answer>> calls = new TreeMap<>();
    for (PartyId member : set.members()) {
      Es256PublicKey key = signingKey(federation, member);
      // Safe: the coordinator checked that there is exactly one blob a member of S.
      Bytes blob = blobs.getOrDefault(member, Bytes.EMPTY);
      // Looked at as it comes in, while the others are on their way.
      calls.put(
          member,
          members
              .ask(member, query.text(), blob, timeout)
              .thenApply(reply -> new Answer(reply, signed(reply, key, query.hash(), setHash))));
    }
    call.lastsUntil(calls.values());
    SortedMap<PartyId, Contribution> contributions = new TreeMap<>();
    SortedMap<PartyId, Answer> answers =
        Replies.all(calls, ProblemType.MEMBER_UNAVAILABLE, "platform");
    for (Map.Entry<PartyId, Answer> answer : answers.entrySet()) {
      Contribution contribution = contribution(answer.getKey(), answer.getValue());
      requireTime(contribution.dataAsOf());
      requireTime(contribution.indexAsOf());
      contributions.put(answer.getKey(), contribution);
    }
    return contributions;
  }

  /**
   * What a platform answered.
   *
   * @param signed the contribution, if the platform signed it for this query and S
   */
  private record Answer(AskReply reply, Optional<Contribution> signed) {}

  private static Contribution contribution(PartyId member, Answer answer) throws RefusedException {
    AskReply reply = answer.reply();
    return switch (reply.getOutcomeCase()) {
      case CONTRIBUTION ->
          answer
              .signed()
              .orElseThrow(
                  () ->
                      new RefusedException(
                          ProblemType.CONTRIBUTION_INVALID,
                          "a contribution is not signed by its platform"));
      case REFUSAL ->
          throw new RefusedException(
              reason(reply.getRefusal().getProblem()), "platform `" + member + "` refuses");
      case OUTCOME_NOT_SET ->
          throw new RefusedException(
              ProblemType.CONTRIBUTION_INVALID, "platform `" + member + "` sent no answer");
    };
  }

  private static Optional<Contribution> signed(
      AskReply reply, Es256PublicKey key, Bytes queryHash, Bytes setHash) {
    if (!reply.hasContribution()) {
      return Optional.empty();
    }
    ContributionFrame frame = reply.getContribution();
    Contribution contribution =
        new Contribution(
            Bytes.copyOf(frame.getLanes().toByteArray()),
            frame.getDataAsOf(),
            frame.getIndexAsOf(),
            Bytes.copyOf(frame.getSignature().toByteArray()));
    return Optional.of(contribution).filter(c -> c.isSignedBy(key, queryHash, setHash));
  }

  /** A platform's own reason; one that this gateway does not know says no more than its silence. */
  private static ProblemType reason(String slug) {
    ProblemType problem = ProblemType.ofSlug(slug);
    return problem == ProblemType.UNKNOWN ? ProblemType.MEMBER_UNAVAILABLE : problem;
  }

  /** A time that has not come yet would make the answer look fresher than any data can be. */
  private void requireTime(long epochSeconds) throws RefusedException {
    long latest = clock.instant().plus(Limits.CLOCK_SKEW_MAX).getEpochSecond();
    if (epochSeconds < 0 || epochSeconds > latest) {
      throw new RefusedException(
          ProblemType.CONTRIBUTION_INVALID, "a contribution's data are not of a time that was");
    }
  }

  private static Es256PublicKey signingKey(Federation federation, PartyId member) {
    return federation
        .party(member)
        .flatMap((Party party) -> party.key(KeyUse.SIGNING))
        .map(DirectoryKey::key)
        // Safe: verification of the documents refused a roster member without a signing key.
        .orElseThrow(() -> new IllegalStateException("bug: a member without a signing key"));
  }
}
