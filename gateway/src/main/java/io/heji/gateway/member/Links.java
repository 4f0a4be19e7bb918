package io.heji.gateway.member;

import io.heji.crypto.Bytes;
import io.heji.gateway.member.MemberUnavailableException.Why;
import io.heji.link.LinkLimits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluateReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members that are linked now. A member that runs several processes over one store has a link
 * of each: the newest is asked, the others stand by. Thread-safe.
 */
public final class Links implements Members {
  private final LongSupplier nanoTime;
  // The newest link of each member first; no list is empty.
  private final Map<PartyId, List<MemberLink>> links = new ConcurrentHashMap<>();

  /**
   * No links yet.
   *
   * @param nanoTime the monotonic clock
   */
  public Links(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A member has said Hello.
   *
   * @return false, and nothing has changed, when it has as many links as it may have
   */
  public boolean joined(MemberLink link) {
    return links
        .compute(
            link.member(), (_, present) -> present == null ? List.of(link) : with(present, link))
        .contains(link);
  }

  private static List<MemberLink> with(List<MemberLink> present, MemberLink link) {
    if (present.size() >= LinkLimits.LINKS_PER_PARTY_MAX) {
      return present;
    }
    List<MemberLink> more = new ArrayList<>(present);
    more.addFirst(link);
    return List.copyOf(more);
  }

  /** A link is gone; others of the same member stay. */
  public void left(MemberLink link) {
    links.computeIfPresent(link.member(), (_, present) -> without(present, link));
  }

  private static @Nullable List<MemberLink> without(List<MemberLink> present, MemberLink link) {
    List<MemberLink> rest = present.stream().filter(other -> !other.equals(link)).toList();
    return rest.isEmpty() ? null : rest;
  }

  /** Hands documents to everybody who is linked. */
  public void push(SignedDocuments documents) {
    links.values().forEach(each -> each.forEach(link -> link.push(documents)));
  }

  /** Who is linked. */
  public Set<PartyId> linked() {
    return new TreeSet<>(links.keySet());
  }

  /** Who is linked and has said that its book of this epoch is tokenised. */
  public Set<PartyId> ready(long epoch) {
    return links.values().stream()
        .flatMap(List::stream)
        .filter(link -> link.isReady(epoch))
        .map(MemberLink::member)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public boolean isLinked(PartyId member) {
    return links.containsKey(member);
  }

  @Override
  public CompletableFuture<AskReply> ask(
      PartyId member, String query, Bytes sealed, Duration timeout) {
    Optional<MemberLink> first = newest(member);
    if (first.isEmpty()) {
      return notLinked(member);
    }
    long start = nanoTime.getAsLong();
    return first
        .get()
        .ask(query, sealed, timeout)
        .exceptionallyCompose(
            failure -> {
              Duration left = timeout.minusNanos(nanoTime.getAsLong() - start);
              return other(member, first.get(), failure)
                  .filter(_ -> left.isPositive())
                  .map(second -> second.ask(query, sealed, left))
                  .orElseGet(() -> CompletableFuture.failedFuture(failure));
            });
  }

  /** Over what a call may be sent once more, if it may. */
  private Optional<MemberLink> other(PartyId member, MemberLink first, Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    return cause instanceof MemberUnavailableException lost && lost.why() == Why.LINK_LOST
        ? links.getOrDefault(member, List.of()).stream()
            .filter(link -> !link.equals(first))
            .findFirst()
        : Optional.empty();
  }

  @Override
  public CompletableFuture<EvaluateReply> evaluate(
      PartyId member, String request, Bytes elements, Duration timeout) {
    return newest(member)
        .map(link -> link.evaluate(request, elements, timeout))
        .orElseGet(() -> notLinked(member));
  }

  private Optional<MemberLink> newest(PartyId member) {
    return links.getOrDefault(member, List.of()).stream().findFirst();
  }

  private static <T> CompletableFuture<T> notLinked(PartyId member) {
    return CompletableFuture.failedFuture(new MemberUnavailableException(member, Why.NOT_LINKED));
  }
}
