package io.heji.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.checker.PlayedTotals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One person who owes something at the platforms A and B, nothing at C, and is unknown to D. */
class FindingsTest {
  private static final String PERSON = "11010519491231002X";
  private static final PartyId BANK = new PartyId("bank-a");

  private final Findings findings = new Findings(PlayedTotals.of(PERSON, principals()));

  private static Map<String, @Nullable Long> principals() {
    Map<String, @Nullable Long> principals = new LinkedHashMap<>();
    principals.put("A", 1_234_567L);
    principals.put("B", 20_000L);
    principals.put("C", 0L);
    principals.put("D", null);
    return principals;
  }

  private List<String> complaintsOf(Set<String> summed, String state, long total) {
    Told.Of metric = new Told.Of("outstanding_principal", state, total);
    findings.asked(BANK, PERSON, summed);
    findings.answered(PERSON, new Told("q", BANK, 1, summed, List.of(metric)));
    return findings.complaints();
  }

  @Test
  void acceptsTheTotalRoundedUpAtEachPlatform() {
    assertThat(complaintsOf(Set.of("A", "B", "C", "D"), "value", 1_240_000 + 20_000)).isEmpty();
  }

  @Test
  void complainsOfATotalThatIsTooHighOrTooLow() {
    assertThat(complaintsOf(Set.of("A", "B", "C"), "value", 1_250_000 + 20_000)).hasSize(1);
    assertThat(complaintsOf(Set.of("A", "B", "C"), "value", 1_230_000 + 20_000)).hasSize(2);
  }

  @Test
  void acceptsSuppressedWhereOnePlatformHoldsSomething() {
    assertThat(complaintsOf(Set.of("A", "C", "D"), "suppressed", 0)).isEmpty();
  }

  @Test
  void complainsOfSuppressedWhereItIsNotDue() {
    assertThat(complaintsOf(Set.of("A", "B", "C"), "suppressed", 0))
        .containsExactly("q: outstanding_principal is suppressed where plain SQL says value");
    assertThat(complaintsOf(Set.of("C", "D"), "suppressed", 0)).hasSize(2);
    assertThat(complaintsOf(Set.of("D"), "suppressed", 0)).hasSize(3);
  }

  @Test
  void complainsOfATotalThatHadToBeSuppressed() {
    assertThat(complaintsOf(Set.of("A", "C", "D"), "value", 1_240_000)).hasSize(1);
  }

  @Test
  void complainsOfAVetoSinceNobodyIsAskedAboutTooOften() {
    assertThat(complaintsOf(Set.of("A", "B", "C"), "withheld", 0)).hasSize(1);
  }

  @Test
  void complainsOfAVetoAfterAnAnswerOverTheSamePlatforms() {
    complaintsOf(Set.of("A", "B", "C"), "value", 1_240_000 + 20_000);

    assertThat(complaintsOf(Set.of("A", "B", "C"), "withheld", 0)).hasSize(1);
  }

  @Test
  void acceptsTheGuardsVetoAfterAnAnswerOverOtherPlatforms() {
    complaintsOf(Set.of("A", "B", "C"), "value", 1_240_000 + 20_000);

    assertThat(complaintsOf(Set.of("A", "B"), "withheld", 0)).isEmpty();
    assertThat(findings.dueVetoCount()).isEqualTo(1);
  }

  /** Some platforms may have answered, and pinned what they answered, before one refused. */
  @Test
  void acceptsAVetoAfterAQuestionOverOtherPlatformsThatWasNotAnswered() {
    findings.asked(BANK, PERSON, Set.of("A", "B", "C"));
    assertThat(complaintsOf(Set.of("A", "B", "C"), "withheld", 0)).hasSize(1);

    findings.asked(BANK, PERSON, Set.of("A", "B"));

    assertThat(findings.complaints()).isEmpty();
  }

  @Test
  void complainsOfAVetoWhereAnotherBankAskedOverOtherPlatforms() {
    findings.asked(new PartyId("bank-b"), PERSON, Set.of("A", "B"));

    assertThat(complaintsOf(Set.of("A", "B", "C"), "withheld", 0)).hasSize(1);
  }

  /** What a killed program asked may be pinned under a set of which its bank is told later. */
  @Test
  void acceptsAVetoAfterAQuestionOfAKilledProgramOnceTheBankWasToldOfTwoSets() {
    findings.perhapsAsked(BANK, PERSON);
    assertThat(complaintsOf(Set.of("A", "B", "C"), "withheld", 0)).hasSize(1);

    Told.Of none = new Told.Of("outstanding_principal", "no-record", 0);
    findings.answered(
        "110101199003070003", new Told("r", BANK, 2, Set.of("A", "B"), List.of(none)));

    assertThat(findings.complaints()).noneMatch(text -> text.startsWith("q:"));
  }

  @Test
  void tellsZeroFromNoRecord() {
    assertThat(complaintsOf(Set.of("C", "D"), "zero", 0)).isEmpty();
    assertThat(complaintsOf(Set.of("D"), "no-record", 0)).isEmpty();
    assertThat(complaintsOf(Set.of("D"), "zero", 0)).hasSize(1);
  }

  @Test
  void neverNamesAPersonOrATotal() {
    assertThat(complaintsOf(Set.of("A", "B"), "value", 987_654_321))
        .allSatisfy(text -> assertThat(text).doesNotContain(PERSON, "987654321", "1260000"));
  }

  @Test
  void complainsOfARefusalThatNoKillExplains() {
    findings.refused(BANK, ProblemType.MEMBER_UNAVAILABLE);
    assertThat(findings.complaints()).isEmpty();

    findings.refused(BANK, ProblemType.CONTRIBUTION_INVALID);

    assertThat(findings.complaints())
        .containsExactly("a question was refused as contribution-invalid, which no kill explains");
    assertThat(findings.refusals()).containsOnlyKeys("contribution-invalid", "member-unavailable");
  }

  /** Three of four platforms on the roster are too few where one is of the bank's own group. */
  @Test
  void acceptsAFloorThatIsNotMetOfTheBankWhoseGroupHasAPlatformAlone() {
    findings.refused(Cast.OWN_GROUP_BANK.id(), ProblemType.FLOOR_NOT_MET);
    assertThat(findings.complaints()).isEmpty();

    findings.refused(Cast.INDEPENDENT_BANK.id(), ProblemType.FLOOR_NOT_MET);
    assertThat(findings.complaints()).hasSize(1);
  }
}
