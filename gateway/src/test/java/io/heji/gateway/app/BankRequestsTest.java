package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.GROUP_BANK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.gateway.GatewayLimits;
import io.heji.gateway.identity.AccessTokens;
import io.heji.gateway.identity.BankRequests;
import io.heji.gateway.identity.OpenCall;
import io.heji.gateway.identity.OpenCalls;
import io.heji.gateway.played.PlayedFederation;
import io.heji.link.capture.WireCapture;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.store.memory.MemoryStores;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a request comes in: token, place, body, in that order. */
class BankRequestsTest {
  private final Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private final PlayedFederation played = new PlayedFederation(now);
  private final MemoryStores stores = new MemoryStores();
  private final AdoptedDocuments documents = new AdoptedDocuments(played.pinned(), stores);
  private final OpenCalls openCalls = new OpenCalls();
  private final BankRequests requests =
      new BankRequests(
          new AccessTokens(documents, stores, () -> now), openCalls, WireCapture.none());

  @BeforeEach
  void adopt() throws Exception {
    documents.adopt(played.documents(), now);
  }

  @Test
  void readsTheBodyOfABankAndEndsItsCall() throws Exception {
    for (int i = 0; i <= GatewayLimits.OPEN_CALLS_PER_CALLER_MAX; i++) {
      assertThat(requests.answer(token(BANK), body("{\"a\":\"b\"}"), BankRequestsTest::echo))
          .isEqualTo("b of " + BANK);
    }
  }

  private static String echo(OpenCall call, JsonObject body) throws RefusedException {
    return body.text("a", 8) + " of " + call.caller();
  }

  /** ⚔ bodies that drip: a bank that has its calls open is refused before the next is read. */
  @Test
  void readsNoBodyOfABankThatHasItsCallsOpen() throws Exception {
    List<OpenCall> open = new ArrayList<>();
    for (int i = 0; i < GatewayLimits.OPEN_CALLS_PER_CALLER_MAX; i++) {
      open.add(openCalls.open(BANK));
    }

    refuses(ProblemType.TOO_BUSY, BANK, InputStream.nullInputStream());
    assertThat(requests.answer(token(GROUP_BANK), body("{\"a\":\"b\"}"), BankRequestsTest::echo))
        .isEqualTo("b of " + GROUP_BANK);

    open.getFirst().close();
    requests.answer(token(BANK), body("{\"a\":\"b\"}"), BankRequestsTest::echo);
  }

  @Test
  void aRequestThatIsRefusedIsNotOpen() throws Exception {
    for (int i = 0; i <= GatewayLimits.OPEN_CALLS_PER_CALLER_MAX; i++) {
      refuses(ProblemType.MALFORMED_REQUEST, BANK, body("[]"));
    }
  }

  private void refuses(ProblemType expected, PartyId bank, InputStream body) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> requests.answer(token(bank), body, BankRequestsTest::echo))
        .extracting(RefusedException::type)
        .isEqualTo(expected);
  }

  private String token(PartyId bank) {
    return "Bearer " + played.accessToken(bank, now);
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
