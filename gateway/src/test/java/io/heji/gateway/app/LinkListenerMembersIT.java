package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.link.LinkLimits;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.FromMember;
import io.heji.protocol.frame.Heartbeat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which members the gateway's end of the link hangs up on: refused, wrong, silent or unreading. */
class LinkListenerMembersIT extends ListeningGateway {
  @Test
  void hangsUpOnWhomItRefuses() throws Exception {
    PartyId left = new PartyId("platform-z");
    played.enterPlatform(left);
    played.enterSuspended(left);
    listen(LONG);
    RawMember another = raw(PLATFORM).hello(PLATFORMS.get(1).value());
    RawMember suspended = raw(left).hello(left.value());
    RawMember unknown = raw(new PartyId("stranger")).hello("stranger");
    RawMember unnamed = kept(new RawMember(vertx, ca.issue("unnamed"), port)).hello("");
    RawMember bank = raw(BANK).hello(BANK.value());
    RawMember newer = raw(PLATFORM).hello(PLATFORM.value(), LinkLimits.VERSION + 1);
    RawMember older = raw(PLATFORM).hello(PLATFORM.value(), LinkLimits.VERSION - 1);
    RawMember unsaid = raw(PLATFORM).send(heartbeat());
    RawMember empty = raw(PLATFORM).send(FromMember.getDefaultInstance());

    for (RawMember refused :
        List.of(another, suspended, unknown, unnamed, bank, newer, older, unsaid, empty)) {
      assertThat(refused.isHungUpOn()).isTrue();
    }
    assertThat(links.linked()).isEmpty();
  }

  @Test
  void hangsUpOnAMemberThatSendsWhatIsNoFrameAndUnlinksIt() throws Exception {
    listen(LONG);
    byte[] unknownField = {(byte) 0xF8, 0x01, 0x01};
    byte[] junk = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF};

    assertThat(linked(PLATFORM).hello(PLATFORM.value()).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
    assertThat(linked(PLATFORM).send(FromMember.getDefaultInstance()).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
    assertThat(linked(PLATFORM).sendRaw(unknownField).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
    assertThat(linked(PLATFORM).sendRaw(junk).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
    // Junk in place of the Hello as well.
    assertThat(raw(PLATFORM).sendRaw(junk).isHungUpOn()).isTrue();
  }

  /** ⚔ a few compressed bytes that become gigabytes, before anybody has said who they are. */
  @Test
  void hangsUpOnAStreamOfCompressedFrames() throws Exception {
    listen(LONG);

    assertThat(raw(PLATFORM).compressed().hello(PLATFORM.value()).isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
  }

  @Test
  void takesAFrameOfTheGreatestLengthAndHangsUpOnALongerOne() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);
    // Elements bring their tag and a length of 4 bytes; the length of the body grows by 3.
    int room = Limits.FRAME_MAX_BYTES - call(0).getSerializedSize() - (1 + 4 + 3);

    FromMember longest = call(room);
    assertThat(longest.getSerializedSize()).isEqualTo(Limits.FRAME_MAX_BYTES);
    member.send(longest);
    assertThat(member.next().getEvaluation().getRefusal().getProblem())
        .isEqualTo("malformed-request");
    member.send(call(room + 1));

    assertThat(member.isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
  }

  /** ⚔ a member that reads and says nothing: its connection is never idle. */
  @Test
  void hangsUpOnAMemberThatFellSilent() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);

    assertThat(member.isHungUpOnWithin(LinkLimits.IDLE_TIMEOUT)).isTrue();
    assertThat(links.linked()).isEmpty();
  }

  /** ⚔ a member that sends heartbeats and never reads. */
  @Test
  void hangsUpOnAMemberThatDoesNotRead() throws Exception {
    listen(LONG);
    RawMember member = linked(PLATFORM);
    member.stopReading();
    String half = "d".repeat(Limits.FRAME_MAX_BYTES / 2 - 100);
    SignedDocuments large = new SignedDocuments(half, half, "", List.of());

    // What the transport itself takes is far below the rest.
    for (int i = 0; i < 3 * LinkLimits.QUEUED_MAX_BYTES / Limits.FRAME_MAX_BYTES; i++) {
      links.push(large);
      member.send(heartbeat());
    }

    assertThat(member.isHungUpOn()).isTrue();
    assertThat(links.linked()).isEmpty();
  }

  private static FromMember heartbeat() {
    return FromMember.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSequence(1)).build();
  }
}
