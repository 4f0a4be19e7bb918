package io.heji.gateway.query;

import static io.heji.gateway.played.PlayedBank.people;
import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static io.heji.gateway.query.PlayedGateway.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heji.crypto.Bytes;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.audit.DecisionRecord;
import io.heji.gateway.played.PlayedBank.Question;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.played.MalleatedJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.ExposureQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What somebody may try with a query that its bank signed, and with the clock. */
class QueryAttackTest {
  private static final String TODAY = "subjects/" + BANK + "/2026-03-01";

  private final PlayedGateway gateway;

  QueryAttackTest() throws Exception {
    gateway = new PlayedGateway();
  }

  /** ⚔ malleable signature: no second answer, no second count, no other record. */
  @Test
  void aMalleatedSignatureIsNoSecondQuery() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(2));
    String malleated = MalleatedJws.otherS(question.query().text());
    assertThat(malleated).isNotEqualTo(question.query().text());
    String first = gateway.answer(BANK, question);

    gateway.refuses(ProblemType.REPLAYED, BANK, malleated, question.blobs());

    assertThat(gateway.stores.used(TODAY)).isEqualTo(2);
    assertThat(gateway.members.asked()).hasSize(PLATFORMS.size());
    assertThat(gateway.records.log())
        .extracting(DecisionRecord::queryHash)
        .containsOnly(question.query().hash());
    assertThat(gateway.coordinator.fetchAgain(BANK, question.query().query().jti()))
        .isEqualTo(first);
  }

  /**
   * The other signature is over the same bytes: it asks the bank's question, which is then used.
   */
  @Test
  void aMalleatedSignatureThatComesFirstIsTheSameQuery() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(2));
    String malleated = MalleatedJws.otherS(question.query().text());

    String answer = gateway.answer(BANK, malleated, question.blobs());

    assertThat(gateway.opened(answer).queryHash()).isEqualTo(question.query().hash());
    gateway.refuses(ProblemType.REPLAYED, BANK, question);
    assertThat(gateway.stores.used(TODAY)).isEqualTo(2);
  }

  /** ⚔ malleable signature: one spelling only; another leaves no trace and uses nothing up. */
  @Test
  void refusesASignatureSpeltOtherwise() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(2));
    for (String spelling : MalleatedJws.otherSpellings(question.query().text())) {
      gateway.refuses(ProblemType.MALFORMED_REQUEST, BANK, spelling, question.blobs());
    }

    assertThat(gateway.records.log()).isEmpty();
    assertThat(gateway.stores.used(TODAY)).isZero();
    assertThat(gateway.answer(BANK, question)).isNotEmpty();
  }

  @Test
  void takesAQueryToTheLastSecondOfTheClocksDifferenceAndNotBeyond() throws Exception {
    Instant ahead = NOW.plus(Limits.CLOCK_SKEW_MAX);
    gateway.answer(BANK, madeAt(ahead));
    gateway.refuses(ProblemType.CLOCK_SKEW, BANK, madeAt(ahead.plusSeconds(1)));

    Duration longest = Limits.MESSAGE_LIFETIME_MAX.plus(Limits.CLOCK_SKEW_MAX);
    gateway.answer(BANK, madeAt(NOW.minus(longest).plusSeconds(1)));
    gateway.refuses(ProblemType.MESSAGE_EXPIRED, BANK, madeAt(NOW.minus(longest)));

    assertThat(gateway.stores.used(TODAY)).isEqualTo(2);
  }

  /** Up to the limit it is read, and refused for its form; beyond it is not looked at. */
  @Test
  void readsAQueryOfTheGreatestLengthAndNotOneCharacterMore() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));
    String longest = "a".repeat(GatewayLimits.QUERY_LENGTH_MAX);

    assertThat(refusal(longest, question)).contains("not a JWS");
    assertThat(refusal("a" + longest, question))
        .contains("at most " + GatewayLimits.QUERY_LENGTH_MAX);
  }

  /** Of exactly the greatest length it is compared with what is signed; beyond it is refused. */
  @Test
  void comparesABlobOfTheGreatestLengthAndRefusesOneByteMore() throws Exception {
    Question question = gateway.bank.ask(gateway.federation, NOW, people(1));

    gateway.refuses(
        ProblemType.BLOB_MISMATCH,
        BANK,
        question.query().text(),
        withBlob(question, Limits.SEALED_MAX_BYTES));
    gateway.refuses(
        ProblemType.BATCH_TOO_LARGE,
        BANK,
        question.query().text(),
        withBlob(question, Limits.SEALED_MAX_BYTES + 1));
  }

  private static SortedMap<PartyId, Bytes> withBlob(Question question, int size) {
    SortedMap<PartyId, Bytes> blobs = new TreeMap<>(question.blobs());
    blobs.put(PLATFORMS.getFirst(), Bytes.copyOf(new byte[size]));
    return blobs;
  }

  private String refusal(String query, Question question) {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class, () -> gateway.answer(BANK, query, question.blobs()));
    assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
    return refused.detail();
  }

  @Test
  void refusesALifeOfNothingAndOneBeyondTheLongest() throws Exception {
    gateway.refuses(ProblemType.MALFORMED_REQUEST, BANK, livingFor(Duration.ZERO));
    gateway.refuses(
        ProblemType.MALFORMED_REQUEST, BANK, livingFor(Limits.MESSAGE_LIFETIME_MAX.plusSeconds(1)));
    gateway.answer(BANK, livingFor(Duration.ofSeconds(1)));
  }

  private Question madeAt(Instant time) throws Exception {
    return timed(time, Limits.MESSAGE_LIFETIME_MAX);
  }

  private Question livingFor(Duration life) throws Exception {
    return timed(NOW, life);
  }

  private Question timed(Instant issuedAt, Duration life) throws Exception {
    return gateway.bank.ask(
        gateway.federation,
        NOW,
        query ->
            new ExposureQuery(
                query.jti(),
                query.issuer(),
                query.audience(),
                issuedAt,
                issuedAt.plus(life),
                query.operator(),
                query.purpose(),
                query.consent(),
                query.metrics(),
                query.subjects(),
                query.tokens(),
                query.sealed(),
                query.directory(),
                query.policy(),
                query.roster()),
        people(1));
  }
}
