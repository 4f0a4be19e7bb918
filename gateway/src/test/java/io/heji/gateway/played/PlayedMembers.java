package io.heji.gateway.played;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Evaluation;
import io.heji.crypto.oprf.Voprf;
import io.heji.gateway.member.MemberUnavailableException;
import io.heji.gateway.member.MemberUnavailableException.Why;
import io.heji.gateway.member.Members;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.Evaluated;
import io.heji.protocol.frame.Refusal;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.Elements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** All members of a played federation, as if they were linked. */
public final class PlayedMembers implements Members {
  private final PlayedFederation played;
  private final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());
  private final Map<PartyId, PlayedPlatform> platforms = new TreeMap<>();
  private final Map<PartyId, AskReply> replies = new HashMap<>();
  private final Map<PartyId, EvaluateReply> evaluations = new HashMap<>();
  private final Set<PartyId> gone = new HashSet<>();
  private final Set<PartyId> lost = new HashSet<>();
  private final Set<PartyId> silent = new HashSet<>();
  private final List<PartyId> asked = new ArrayList<>();
  private final List<Duration> timeouts = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private final List<Runnable> unanswered = new ArrayList<>();
  private int holdUntil;

  /** The documents that the members go by. */
  private Federation federation;

  public PlayedMembers(PlayedFederation played, Federation federation, Instant now) {
    this.played = played;
    this.federation = federation;
    for (PartyId platform : PlayedFederation.PLATFORMS) {
      platforms.put(platform, new PlayedPlatform(played, platform, now));
    }
  }

  public PlayedPlatform platform(int index) {
    return Objects.requireNonNull(platforms.get(PlayedFederation.PLATFORMS.get(index)));
  }

  /** Whom the gateway has asked or had evaluate so far, in that order. */
  public List<PartyId> asked() {
    return List.copyOf(asked);
  }

  /** How long the gateway would have waited for each of them. */
  public List<Duration> timeouts() {
    return List.copyOf(timeouts);
  }

  /** The members go by these documents from now on. */
  public void adopt(Federation newer) {
    federation = newer;
  }

  /** Takes a member off the link. */
  public void unlink(PartyId member) {
    gone.add(member);
  }

  /** The member is on the link again. */
  public void relink(PartyId member) {
    gone.remove(member);
  }

  /** Loses this member's link whenever it is called. */
  public void lose(PartyId member) {
    lost.add(member);
  }

  /** This member never answers. */
  public void neverAnswer(PartyId member) {
    silent.add(member);
  }

  /** Whoever lost links or was silent answers from now on; what is open stays open. */
  public void answerAgain() {
    lost.clear();
    silent.clear();
  }

  /** The time of the calls that were never answered is over. */
  public void giveUp() {
    unanswered.forEach(Runnable::run);
  }

  /** This member answers every ASK like this. */
  public void always(PartyId member, AskReply reply) {
    replies.put(member, reply);
  }

  /** This tokeniser answers every call like this. */
  public void always(PartyId tokeniser, EvaluateReply reply) {
    evaluations.put(tokeniser, reply);
  }

  /** Nobody answers before this many are asked. */
  public void holdUntilAsked(int members) {
    holdUntil = members;
  }

  @Override
  public boolean isLinked(PartyId member) {
    return !gone.contains(member);
  }

  @Override
  public CompletableFuture<AskReply> ask(
      PartyId member, String query, Bytes sealed, Duration timeout) {
    asked.add(member);
    timeouts.add(timeout);
    Optional<CompletableFuture<AskReply>> none = noReply(member);
    if (none.isPresent()) {
      return none.get();
    }
    AskReply always = replies.get(member);
    AskReply reply =
        always == null
            ? Objects.requireNonNull(platforms.get(member)).answer(federation, query, sealed)
            : always;
    CompletableFuture<AskReply> answer = new CompletableFuture<>();
    held.add(() -> answer.complete(reply));
    if (asked.size() >= holdUntil) {
      held.forEach(Runnable::run);
    }
    return answer;
  }

  @Override
  public CompletableFuture<EvaluateReply> evaluate(
      PartyId tokeniser, String request, Bytes elements, Duration timeout) {
    asked.add(tokeniser);
    timeouts.add(timeout);
    Optional<CompletableFuture<EvaluateReply>> none = noReply(tokeniser);
    if (none.isPresent()) {
      return none.get();
    }
    EvaluateReply reply = evaluations.get(tokeniser);
    return CompletableFuture.completedFuture(
        reply == null ? evaluated(tokeniser, elements) : reply);
  }

  private <T> Optional<CompletableFuture<T>> noReply(PartyId member) {
    if (silent.contains(member)) {
      CompletableFuture<T> never = new CompletableFuture<>();
      unanswered.add(
          () -> never.completeExceptionally(new MemberUnavailableException(member, Why.LATE)));
      return Optional.of(never);
    }
    if (lost.contains(member)) {
      return Optional.of(failed(member, Why.LINK_LOST));
    }
    return gone.contains(member) ? Optional.of(failed(member, Why.NOT_LINKED)) : Optional.empty();
  }

  private static <T> CompletableFuture<T> failed(PartyId member, Why why) {
    return CompletableFuture.failedFuture(new MemberUnavailableException(member, why));
  }

  /** A refusal of a tokeniser. */
  public static EvaluateReply refusal(String slug) {
    return EvaluateReply.newBuilder().setRefusal(Refusal.newBuilder().setProblem(slug)).build();
  }

  private EvaluateReply evaluated(PartyId tokeniser, Bytes elements) {
    try {
      Evaluation evaluation =
          voprf.evaluate(played.share(tokeniser), Elements.decode(elements), played.randomness());
      return EvaluateReply.newBuilder()
          .setEvaluated(
              Evaluated.newBuilder()
                  .setElements(
                      ByteString.copyFrom(Elements.encode(evaluation.elements()).toByteArray()))
                  .setProof(ByteString.copyFrom(evaluation.proof().toByteArray())))
          .build();
    } catch (RefusedException | CryptoException bug) {
      throw new IllegalStateException(bug);
    }
  }
}
