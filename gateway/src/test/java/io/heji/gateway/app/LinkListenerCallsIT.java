package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.link.LinkLimits;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.FromMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is asked over the links of members that come, stand by for each other and are lost. */
class LinkListenerCallsIT extends ListeningGateway {
  @Test
  void aLinkOutlivesTheWaitForItsHello() throws Exception {
    listen(Duration.ofMillis(300));
    RawMember member = linked(PLATFORM);
    RawMember late = raw(PLATFORMS.get(1));

    // When the one without a Hello is gone, the wait of the one before it has passed as well.
    assertThat(late.isHungUpOn()).isTrue();
    CompletableFuture<AskReply> call = ask();
    member.send(asked(member.next().getAsk()));
    assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void takesOfOnePartyAsManyLinksAsThereMayBeAndNotOneMore() throws Exception {
    listen(LONG);
    List<RawMember> members = new ArrayList<>();
    for (int i = 0; i < LinkLimits.LINKS_PER_PARTY_MAX; i++) {
      members.add(linked(PLATFORM));
    }

    assertThat(raw(PLATFORM).hello(PLATFORM.value()).isHungUpOn()).isTrue();

    CompletableFuture<AskReply> call = ask();
    RawMember newest = members.getLast();
    newest.send(asked(newest.next().getAsk()));
    assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void asksAnotherProcessOfAMemberWhenTheLinkOfTheFirstIsLost() throws Exception {
    listen(LONG);
    RawMember standingBy = linked(PLATFORM);
    RawMember asked = linked(PLATFORM);
    CompletableFuture<AskReply> call = ask();
    Ask first = asked.next().getAsk();

    asked.close();

    Ask again = standingBy.next().getAsk();
    assertThat(again.getQuery()).isEqualTo(first.getQuery());
    assertThat(again.getSealed()).isEqualTo(first.getSealed());
    standingBy.send(asked(again));
    assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  /** A stream that ends half an answer short, as a cut cable leaves it. */
  @Test
  void aLinkCutInTheMiddleOfAnAnswerEndsTheCall() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);
    CompletableFuture<AskReply> call = ask();
    member.next();

    member.send(call(1 << 20));
    member.close();

    assertThat(call).failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void aCallThatIsAnsweredMakesRoomForAnother() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);

    for (int i = 0; i <= LinkLimits.CALLS_IN_FLIGHT_MAX; i++) {
      member.send(call(0));
      assertThat(member.next().getEvaluation().getRefusal().getProblem())
          .isEqualTo("malformed-request");
    }
  }

  private CompletableFuture<AskReply> ask() {
    return links.ask(PLATFORM, "query", Bytes.ascii("sealed"), LONG);
  }

  private static FromMember asked(Ask ask) {
    return FromMember.newBuilder().setAsked(AskReply.newBuilder().setCall(ask.getCall())).build();
  }
}
