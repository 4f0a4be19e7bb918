package io.heji.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.heji.agent.contribution.MemoryAnswers;
import io.heji.agent.played.PlayedQuery;
import io.heji.agent.query.AskHandler;
import io.heji.agent.query.PlayedAsks;
import io.heji.agent.query.PlayedWaiting;
import io.heji.agent.source.PlayedBooks;
import io.heji.crypto.Bytes;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.AskReply.OutcomeCase;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.SignedQuery;
import io.heji.store.StoreFailedException;
import io.heji.store.memory.MemoryStores;
import io.heji.store.played.FailingMemory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gateway may try with the frames of an ask, at an agent that knows nobody. */
class AgentMemberTest {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

  private final PlayedQuery play = new PlayedQuery(NOW);
  private final MemoryStores stores = new MemoryStores();
  private final MemoryAnswers answers = new MemoryAnswers();
  private Instant now = NOW;
  private final FailingMemory memory = new FailingMemory();
  private final AdoptedDocuments documents = new AdoptedDocuments(play.pinned(), memory);
  private final PlayedWaiting waiting = new PlayedWaiting();
  private AgentMember member;

  @BeforeEach
  void adopt() throws Exception {
    documents.adopt(play.documents(), NOW);
    AskHandler asks =
        PlayedAsks.handler(
            play,
            documents,
            stores,
            answers,
            PlayedAsks.nobodysIndex(NOW),
            new PlayedBooks().source(),
            waiting,
            () -> now);
    member = new AgentMember(documents, asks, () -> {}, () -> now);
  }

  /** A question that waits for a thread, or for documents before it, leaves no later. */
  @Test
  void theDelayBeginsWhenTheQuestionArrives() throws Exception {
    Supplier<AskReply> work = member.asked(ask());
    waiting.advance(Duration.ofMillis(40));

    assertThat(work.get().getOutcomeCase()).isEqualTo(OutcomeCase.CONTRIBUTION);
    assertThat(waiting.pauses).containsExactly(Duration.ofMillis(250 + 3 - 40));
  }

  /** ⚔ downgrade of the log: what cannot be checked is refused, not passed over. */
  @Test
  void refusesAProofOfALogThatTheDirectoryDoesNotName() throws Exception {
    Ask ask = ask();

    refuses(
        ProblemType.MALFORMED_REQUEST,
        ask.toBuilder().setLogProof(ByteString.copyFromUtf8("proof")).build());

    assertNothingCounted();
    assertThat(member.asked(ask).get().getOutcomeCase()).isEqualTo(OutcomeCase.CONTRIBUTION);
  }

  /** ⚔ `none`, and an algorithm that somebody else likes. */
  @Test
  void refusesAnyAlgorithmButOne() throws Exception {
    Ask ask = ask();
    String payload = ask.getQuery().split("\\.", -1)[1];
    for (String algorithm : List.of("none", "HS256", "ES384", "es256")) {
      String header =
          b64(
              "{\"alg\":\""
                  + algorithm
                  + "\",\"kid\":\"bank-north-query-1\",\"typ\":\""
                  + ExposureQuery.TYP
                  + "\"}");
      Bytes signature =
          play.key(PlayedQuery.BANK, KeyUse.QUERY).sign(Bytes.ascii(header + "." + payload));
      String signed = header + "." + payload + "." + signature.base64Url();
      refuses(ProblemType.SIGNATURE_INVALID, ask.toBuilder().setQuery(signed).build());
      refuses(
          ProblemType.SIGNATURE_INVALID,
          ask.toBuilder().setQuery(header + "." + payload + ".").build());
    }
    assertNothingCounted();
  }

  /** ⚔ suffix id: a party whose id ends in, or begins with, a bank's id is not that bank. */
  @Test
  void refusesAnIssuerThatIsOnlyLikeABank() throws Exception {
    Ask ask = ask();
    for (String issuer : List.of("evil-bank-north", "bank-north-1", "north", "bank-nort")) {
      String[] parts = ask.getQuery().split("\\.", -1);
      String payload =
          new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
              .replace("\"iss\":\"bank-north\"", "\"iss\":\"" + issuer + "\"");
      String signed = parts[0] + "." + b64(payload);
      Bytes signature = play.key(PlayedQuery.BANK, KeyUse.QUERY).sign(Bytes.ascii(signed));
      refuses(
          ProblemType.UNKNOWN_PARTY,
          ask.toBuilder().setQuery(signed + "." + signature.base64Url()).build());
    }
    assertNothingCounted();
  }

  /** A query lives a minute; the agent's clock may differ from the bank's by half of one. */
  @Test
  void takesAQueryToTheLastSecondOfTheClocksDifferenceAndNotBeyond() throws Exception {
    Duration skew = Limits.CLOCK_SKEW_MAX;
    Instant over = NOW.plus(Limits.MESSAGE_LIFETIME_MAX).plus(skew);

    now = NOW.minus(skew).minusSeconds(1);
    refuses(ProblemType.CLOCK_SKEW, ask());
    now = over;
    refuses(ProblemType.MESSAGE_EXPIRED, ask());
    assertNothingCounted();

    now = NOW.minus(skew);
    assertThat(member.asked(ask()).get().getOutcomeCase()).isEqualTo(OutcomeCase.CONTRIBUTION);
    now = over.minusSeconds(1);
    assertThat(member.asked(ask()).get().getOutcomeCase()).isEqualTo(OutcomeCase.CONTRIBUTION);
  }

  /** An ask of the same query that comes late gets no more than one of a new query. */
  @Test
  void aLateRepetitionIsRefusedThoughItsAnswerIsStored() throws Exception {
    Ask ask = ask();
    assertThat(member.asked(ask).get().getOutcomeCase()).isEqualTo(OutcomeCase.CONTRIBUTION);

    now = NOW.plus(Limits.MESSAGE_LIFETIME_MAX).plus(Limits.CLOCK_SKEW_MAX);
    refuses(ProblemType.MESSAGE_EXPIRED, ask);
  }

  /**
   * Told to the link, which ends then: otherwise the agent would stay with the documents before.
   */
  @Test
  void documentsThatCouldNotBeRememberedAreTakenWhenTheyComeAgain() throws Exception {
    SignedDocuments next = play.suspendingTheBank(NOW);
    Documents frame =
        Documents.newBuilder()
            .setDirectory(next.directory())
            .setPolicy(next.policy())
            .setRoster(next.roster())
            .addAllKeyStatements(next.keyStatements())
            .build();
    memory.fails = true;
    assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> member.documents(frame));
    assertThat(serial()).isEqualTo(1);
    memory.fails = false;

    member.documents(frame);

    assertThat(serial()).isEqualTo(2);
  }

  private long serial() throws RefusedException {
    return documents.held().federation().directoryRef().serial();
  }

  private void refuses(ProblemType expected, Ask ask) {
    AskReply reply = member.asked(ask).get();
    assertThat(reply.getRefusal().getProblem()).isEqualTo(expected.slug());
    assertThat(reply.getCall()).isEqualTo(ask.getCall());
  }

  private void assertNothingCounted() {
    assertThat(stores.used("subjects/" + PlayedQuery.BANK + "/2026-11-23")).isZero();
    assertThat(answers.pinnedNames()).isZero();
  }

  private Ask ask() throws Exception {
    PlayedQuery.Asked asked = play.asked();
    SignedQuery query = asked.sign(List.of(play.token()));
    Bytes blob = asked.blobs.getOrDefault(PlayedQuery.SELF, Bytes.EMPTY);
    return Ask.newBuilder()
        .setCall(7)
        .setQuery(query.text())
        .setSealed(ByteString.copyFrom(blob.toByteArray()))
        .build();
  }

  private static String b64(String text) {
    return Bytes.utf8(text).base64Url();
  }
}
