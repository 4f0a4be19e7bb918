package io.heji.gateway.member;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluateReply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The members that are linked now, one link each: a newer one takes the place of the one before.
 * Thread-safe.
 */
public final class Links implements Members {
  private final Map<PartyId, MemberLink> links = new ConcurrentHashMap<>();

  /** A member has said Hello. */
  public void joined(PartyId member, MemberLink link) {
    MemberLink before = links.put(member, link);
    if (before != null) {
      before.close();
    }
  }

  /** A link is gone; a newer one of the same member stays. */
  public void left(PartyId member, MemberLink link) {
    links.remove(member, link);
  }

  /** Hands documents to everybody who is linked. */
  public void push(SignedDocuments documents) {
    links.values().forEach(link -> link.push(documents));
  }

  /** Who is linked. */
  public Set<PartyId> linked() {
    return new TreeSet<>(links.keySet());
  }

  /** Who is linked and has said that its book of this epoch is tokenised. */
  public Set<PartyId> ready(long epoch) {
    return links.values().stream()
        .filter(link -> link.isReady(epoch))
        .map(MemberLink::member)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public CompletableFuture<AskReply> ask(
      PartyId member, String query, Bytes sealed, Duration timeout) {
    return link(member)
        .map(link -> link.ask(query, sealed, timeout))
        .orElseGet(() -> notLinked(member));
  }

  @Override
  public CompletableFuture<EvaluateReply> evaluate(
      PartyId member, String request, Bytes elements, Duration timeout) {
    return link(member)
        .map(link -> link.evaluate(request, elements, timeout))
        .orElseGet(() -> notLinked(member));
  }

  private Optional<MemberLink> link(PartyId member) {
    return Optional.ofNullable(links.get(member));
  }

  private static <T> CompletableFuture<T> notLinked(PartyId member) {
    return CompletableFuture.failedFuture(
        new MemberUnavailableException("`" + member + "` is not linked"));
  }
}
