package io.heji.tokeniser.evaluation;

import static io.heji.tokeniser.played.PlayedFederation.BANK;
import static io.heji.tokeniser.played.PlayedFederation.OTHER;
import static io.heji.tokeniser.played.PlayedFederation.PLATFORM;
import static io.heji.tokeniser.played.PlayedFederation.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.oprf.KeyShare;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.EvaluationRequest;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import io.heji.store.memory.MemoryStores;
import io.heji.tokeniser.played.PlayedFederation;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Under which documents and with which share a tokeniser evaluates. */
class EvaluatorDocumentsTest extends AskedTokeniser {
  @Test
  void twoTokenisersGiveBankAndPlatformTheSameToken() throws Exception {
    write(OTHER, federation.share(OTHER));
    Evaluator other = evaluator(OTHER);

    Token bank = token(BANK, KeyUse.QUERY, other);
    Token platform = token(PLATFORM, KeyUse.SIGNING, other);

    assertThat(bank.secret().equalsInConstantTime(platform.secret())).isTrue();
  }

  private Token token(PartyId asker, KeyUse use, Evaluator other) throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, asker), use);
    List<EvaluationAnswer> answers =
        List.of(
            evaluator.evaluate(request, round.elements()),
            other.evaluate(request, round.elements()));
    return round.finish(current(), answers).getFirst();
  }

  @Test
  void answersUnderTheRosterBeforeForAMinuteAndNoLonger() throws Exception {
    TokenRound round = round(1);
    DocumentRef before = current().rosterRef();
    Instant from = NOW.plusSeconds(10);
    now = from;
    documents.adopt(federation.documents(2, from, Duration.ofDays(90)), now);

    now = from.plus(Limits.PREVIOUS_ROSTER_GRACE).minusSeconds(1);
    EvaluationRequest inTime = changed(request(round, BANK), PlayedFederation.NAME, now, before);
    assertThat(evaluator.evaluate(sign(inTime, KeyUse.QUERY), round.elements())).isNotNull();
    now = from.plus(Limits.PREVIOUS_ROSTER_GRACE);
    EvaluationRequest late = changed(request(round, BANK), PlayedFederation.NAME, now, before);
    refuses(ProblemType.WRONG_ROSTER, sign(late, KeyUse.QUERY), round.elements());
  }

  @Test
  void refusesWithoutChargingWhenItsShareIsNotTheStatedOne() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    Files.delete(shareFile(SELF));
    evaluator = evaluator(SELF);
    refuses(ProblemType.TOKENISER_UNAVAILABLE, request, round.elements());
    write(SELF, KeyShare.generate(randomness));
    evaluator = evaluator(SELF);
    askUnavailable();
    Files.delete(shareFile(SELF));
    write(SELF, federation.share(OTHER));
    evaluator = evaluator(SELF);
    askUnavailable();

    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isZero();
    // Nor is the request used up.
    Files.delete(shareFile(SELF));
    write(SELF, federation.share(SELF));
    evaluator = evaluator(SELF);
    assertThat(evaluator.evaluate(request, round.elements())).isNotNull();
  }

  private void askUnavailable() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    refuses(ProblemType.TOKENISER_UNAVAILABLE, request, round.elements());
  }

  @Test
  void refusesWhenThePolicyBundleHasRunOut() throws Exception {
    MemoryStores own = new MemoryStores();
    documents = new AdoptedDocuments(federation.pinned(), own);
    documents.adopt(federation.documents(1, NOW, Duration.ofDays(1)), NOW);
    evaluator = evaluator(SELF);
    TokenRound round = round(1);

    refuses(ProblemType.WRONG_POLICY, sign(request(round, BANK), KeyUse.QUERY), round.elements());
  }

  @Test
  void evaluatesToTheLastSecondOfTheDirectoryAndNotBeyond() throws Exception {
    Instant expires = NOW.minus(Duration.ofDays(1)).plus(PlayedFederation.LIFE);
    now = expires.minusSeconds(1);
    ask(BANK, KeyUse.QUERY, 1);
    now = expires;

    TokenRound round = round(1);
    refuses(
        ProblemType.WRONG_DIRECTORY, sign(request(round, BANK), KeyUse.QUERY), round.elements());
  }

  @Test
  void evaluatesToTheLastSecondOfTheKeyStatementsAndNotBeyond() throws Exception {
    Duration life = Duration.ofDays(2);
    federation.statementsLive(life);
    documents.adopt(federation.documents(2, NOW, PlayedFederation.LIFE), NOW);
    Instant expires = NOW.minus(Duration.ofDays(1)).plus(life);
    now = expires.minusSeconds(1);
    ask(BANK, KeyUse.QUERY, 1);
    now = expires;

    TokenRound round = round(1);
    refuses(ProblemType.WRONG_ROSTER, sign(request(round, BANK), KeyUse.QUERY), round.elements());
  }

  /** The gateway might relay all the same, and a suspended one might answer it. */
  @Test
  void evaluatesNothingWhileATokeniserIsSuspended() throws Exception {
    federation.suspend(OTHER);
    documents.adopt(federation.documents(2, NOW, PlayedFederation.LIFE), NOW);
    TokenRound round = round(1);

    refuses(
        ProblemType.TOKENISER_UNAVAILABLE,
        sign(request(round, BANK), KeyUse.QUERY),
        round.elements());
    assertThat(stores.used("evaluations/bank-north/2026-03-01")).isZero();
  }

  @Test
  void refusesBeforeItHasDocuments() throws Exception {
    TokenRound round = round(1);
    String request = sign(request(round, BANK), KeyUse.QUERY);
    documents = new AdoptedDocuments(federation.pinned(), new MemoryStores());
    evaluator = evaluator(SELF);

    refuses(ProblemType.TOO_BUSY, request, round.elements());
  }
}
