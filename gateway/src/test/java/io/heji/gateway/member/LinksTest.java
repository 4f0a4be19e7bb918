package io.heji.gateway.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.Bytes;
import io.heji.gateway.member.MemberUnavailableException.Why;
import io.heji.link.LinkLimits;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.EvaluationCall;
import io.heji.protocol.frame.FromMember;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several links of one member, which are processes over one store. */
@Timeout(60)
class LinksTest {
  private static final PartyId MEMBER = new PartyId("platform-a");
  private static final PartyId OTHER = new PartyId("platform-b");
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private long nanos;
  private final Links links = new Links(() -> nanos);

  /** A process of a member. */
  private static final class Replica {
    final PlayedOutgoing out = new PlayedOutgoing();
    final MemberLink link;

    Replica(PartyId member) {
      link = new MemberLink(member, out, WireCapture.none(), new NoOwner());
    }

    void answer() {
      AskReply reply = AskReply.newBuilder().setCall(out.last().getAsk().getCall()).build();
      link.received(FromMember.newBuilder().setAsked(reply).build());
    }
  }

  @Test
  void aPartyHasSeveralLinksUpToTheLimit() {
    for (int i = 0; i < LinkLimits.LINKS_PER_PARTY_MAX; i++) {
      joined(MEMBER);
    }

    assertThat(links.joined(new Replica(MEMBER).link)).isFalse();
    assertThat(links.joined(new Replica(OTHER).link)).isTrue();
    assertThat(links.linked()).containsExactly(MEMBER, OTHER);
  }

  @Test
  void aLinkThatLeftMakesRoomAndTheLastOneUnlinksTheMember() {
    Replica first = joined(MEMBER);
    Replica second = joined(MEMBER);

    links.left(first.link);
    assertThat(links.isLinked(MEMBER)).isTrue();
    links.left(second.link);
    assertThat(links.isLinked(MEMBER)).isFalse();
    assertUnavailable(ask(), Why.NOT_LINKED);
    assertUnavailable(links.evaluate(MEMBER, "r", Bytes.EMPTY, TIMEOUT), Why.NOT_LINKED);
  }

  @Test
  void asksOneOfThemAndNotTheOthers() throws Exception {
    Replica older = joined(MEMBER);
    Replica newer = joined(MEMBER);

    CompletableFuture<AskReply> call = ask();
    newer.answer();

    assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(older.out.frames).isEmpty();
    assertThat(older.out.closed).isFalse();
  }

  @Test
  void sendsTheSameAskOnceMoreWhenTheLinkIsLostBeforeTheAnswer() throws Exception {
    Replica older = joined(MEMBER);
    Replica newer = joined(MEMBER);
    CompletableFuture<AskReply> call = ask();

    lose(newer);
    assertThat(older.out.frames).hasSize(1);
    assertThat(older.out.last().getAsk().getQuery()).isEqualTo("query");
    assertThat(older.out.last().getAsk().getSealed())
        .isEqualTo(newer.out.last().getAsk().getSealed());
    older.answer();

    assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void sendsItOnceMoreAndNotAThirdTime() {
    Replica third = joined(MEMBER);
    Replica second = joined(MEMBER);
    Replica first = joined(MEMBER);
    CompletableFuture<AskReply> call = ask();

    lose(first);
    lose(second);

    assertUnavailable(call, Why.LINK_LOST);
    assertThat(third.out.frames).isEmpty();
  }

  @Test
  void sendsNothingMoreWhenThereIsNoOtherLinkOrTheTimeIsOver() {
    Replica only = joined(MEMBER);
    CompletableFuture<AskReply> alone = ask();
    lose(only);
    assertUnavailable(alone, Why.LINK_LOST);

    Replica older = joined(MEMBER);
    Replica newer = joined(MEMBER);
    CompletableFuture<AskReply> late = ask();
    nanos += TIMEOUT.toNanos();
    lose(newer);
    assertUnavailable(late, Why.LINK_LOST);
    assertThat(older.out.frames).isEmpty();
  }

  /** Whoever did not answer in time may be at work: another copy would only add to it. */
  @Test
  void sendsNothingMoreWhenTheAnswerIsLate() {
    Replica older = joined(MEMBER);
    joined(MEMBER);

    assertUnavailable(links.ask(MEMBER, "query", Bytes.EMPTY, Duration.ofMillis(1)), Why.LATE);

    assertThat(older.out.frames).isEmpty();
  }

  /** An evaluation request is accepted once: a second copy could only be refused. */
  @Test
  void sendsAnEvaluationOnce() {
    Replica older = joined(MEMBER);
    Replica newer = joined(MEMBER);
    CompletableFuture<EvaluateReply> call = links.evaluate(MEMBER, "r", Bytes.EMPTY, TIMEOUT);

    lose(newer);

    assertUnavailable(call, Why.LINK_LOST);
    assertThat(older.out.frames).isEmpty();
  }

  @Test
  void everyLinkGetsTheDocuments() {
    Replica older = joined(MEMBER);
    Replica newer = joined(MEMBER);

    links.push(new SignedDocuments("d", "p", "r", List.of()));

    assertThat(older.out.last()).isEqualTo(newer.out.last());
    assertThat(older.out.last().getDocuments().getDirectory()).isEqualTo("d");
  }

  private Replica joined(PartyId member) {
    Replica replica = new Replica(member);
    assertThat(links.joined(replica.link)).isTrue();
    return replica;
  }

  private void lose(Replica replica) {
    links.left(replica.link);
    replica.link.close();
  }

  private CompletableFuture<AskReply> ask() {
    return links.ask(MEMBER, "query", Bytes.ascii("sealed"), TIMEOUT);
  }

  private static void assertUnavailable(CompletableFuture<?> call, Why why) {
    assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            MemberUnavailableException.class,
            unavailable -> assertThat(unavailable.why()).isEqualTo(why));
  }

  private static final class NoOwner implements MemberLink.Owner {
    @Override
    public void evaluationCall(MemberLink link, EvaluationCall call) {
      throw new AssertionError("nobody calls");
    }

    @Override
    public void stuck(MemberLink link) {
      throw new AssertionError("everybody reads");
    }
  }
}
