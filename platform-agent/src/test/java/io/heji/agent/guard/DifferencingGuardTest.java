package io.heji.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.agent.played.PlayedQuery;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.policy.bundle.GuardRule;
import io.heji.protocol.document.PartyId;
import io.heji.store.memory.MemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is vetoed, from pins alone. Shanghai's day of NOW began eleven hours before. */
class DifferencingGuardTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final GuardRule RULE = new GuardRule(Duration.ofDays(7), Duration.ofHours(6));
  private static final int K = 2;
  private static final long PER_DAY = 5;

  private final PlayedQuery play = new PlayedQuery(NOW);
  private final List<Pin> pins = new ArrayList<>();

  @Test
  void answersWhoWasNeverAskedAbout() throws Exception {
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isFalse();
  }

  /** ⚔ subset differencing by a roster: one platform leaves, and its amount is the difference. */
  @Test
  @DisplayName("⚔ subset differencing")
  void vetoesASetThatDiffersByOneCompany() throws Exception {
    answered(Duration.ofDays(6), "platform-a", "platform-b", "platform-c");

    assertThat(vetoes("platform-a", "platform-b")).isTrue();
    assertThat(vetoes("platform-a", "platform-b", "platform-c", "platform-d")).isTrue();
  }

  @Test
  void answersASetThatDiffersByKCompanies() throws Exception {
    answered(Duration.ofDays(6), "platform-a", "platform-b", "platform-c");

    assertThat(vetoes("platform-a", "platform-b", "platform-c", "platform-d", "platform-e"))
        .isFalse();
    // One joined and one left: two companies differ.
    assertThat(vetoes("platform-a", "platform-b", "platform-d")).isFalse();
  }

  /** The difference would be the total of one owner, over however many platforms. */
  @Test
  void vetoesASetThatDiffersByPlatformsOfOneCompany() throws Exception {
    PartyId second = new PartyId("platform-e");
    play.enterPlatform(second, PlayedQuery.groupOf(new PartyId("platform-d")));
    answered(Duration.ofDays(6), "platform-a", "platform-b", "platform-c");

    assertThat(vetoes("platform-a", "platform-b", "platform-c", "platform-d", "platform-e"))
        .isTrue();
  }

  @Test
  void vetoesTheThirdSet() throws Exception {
    answered(Duration.ofDays(6), "platform-a", "platform-b", "platform-c");
    answered(Duration.ofDays(5), "platform-a", "platform-d", "platform-e");

    assertThat(vetoes("platform-b", "platform-d", "platform-f", "platform-g")).isTrue();
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isFalse();
  }

  @Test
  void forgetsSetsAfterTheWindow() throws Exception {
    answered(Duration.ofDays(7), "platform-a", "platform-b", "platform-c");

    assertThat(vetoes("platform-a", "platform-b")).isFalse();
  }

  @Test
  void countsRepeatsWithinTheIntervalOnly() throws Exception {
    answered(Duration.ofHours(6), "platform-a", "platform-b", "platform-c");
    answered(Duration.ofHours(5), "platform-a", "platform-b", "platform-c");
    answered(Duration.ofHours(4), "platform-a", "platform-b", "platform-c");
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isFalse();

    answered(Duration.ofHours(3), "platform-a", "platform-b", "platform-c");
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isTrue();
  }

  /** Only what was answered over the same set shows a change of an amount. */
  @Test
  void countsNeitherVetoesNorOtherSetsAsRepeats() throws Exception {
    answered(Duration.ofHours(5), "platform-a", "platform-b", "platform-c");
    answered(Duration.ofHours(4), "platform-a", "platform-b", "platform-c");
    pins.add(new Pin(set("platform-a", "platform-b", "platform-c"), NOW.minusSeconds(3600), false));
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isFalse();

    answered(Duration.ofHours(3), "platform-a", "platform-b", "platform-d");
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isFalse();
  }

  /** A vetoed question told nothing, so it pins no set; it counts as an attempt. */
  @Test
  void vetoedQuestionsPinNothingButUseUpTheQuota() throws Exception {
    for (int i = 1; i < PER_DAY; i++) {
      pins.add(new Pin(set("platform-a", "platform-b"), NOW.minus(Duration.ofHours(i)), false));
    }
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isFalse();

    pins.add(new Pin(set("platform-a", "platform-b"), NOW.minus(Duration.ofHours(6)), false));
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isTrue();
  }

  @Test
  void theQuotaPerPersonBeginsAnewWithTheDirectorysDay() throws Exception {
    for (int i = 0; i < PER_DAY; i++) {
      pins.add(
          new Pin(
              set("platform-a", "platform-b", "platform-c"),
              NOW.minus(Duration.ofHours(11).plusMillis(1)),
              false));
    }
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isFalse();

    pins.replaceAll(pin -> new Pin(pin.set(), pin.at().plusMillis(1), false));
    assertThat(vetoes("platform-a", "platform-b", "platform-c")).isTrue();
  }

  /** Else the strictest of the bundle's metrics could be had as a difference. */
  @Test
  void goesByTheLargestKOfThePolicy() throws Exception {
    AdoptedDocuments documents = new AdoptedDocuments(play.pinned(), new MemoryStores());
    documents.adopt(play.documents(), NOW);
    Adopted adopted = documents.require(NOW);

    GuardTerms terms = GuardTerms.of(adopted, set("platform-a", "platform-b"), NOW);

    assertThat(terms.k()).isEqualTo(adopted.policy().largestK()).isGreaterThan(1);
  }

  /** The day on which clocks go back has 25 hours, all of which count against the quota. */
  @Test
  void forgetsNoPinOfTheDayHoweverLongItIs() {
    GuardRule shortest = new GuardRule(Duration.ofHours(1), Duration.ofHours(1));
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Instant dayStart = LocalDate.of(2026, 10, 25).atStartOfDay(zone).toInstant();
    Instant lastMoment = LocalDate.of(2026, 10, 26).atStartOfDay(zone).toInstant().minusMillis(1);

    assertThat(GuardTerms.oldestThatCounts(shortest, lastMoment)).isBefore(dayStart);
    assertThat(GuardTerms.oldestThatCounts(RULE, NOW)).isEqualTo(NOW.minus(RULE.window()));
  }

  private void answered(Duration ago, String... members) {
    pins.add(new Pin(set(members), NOW.minus(ago), true));
  }

  private boolean vetoes(String... members) throws Exception {
    GuardTerms terms = new GuardTerms(set(members), play.federation(), K, RULE, PER_DAY, NOW);
    return DifferencingGuard.vetoes(pins, terms);
  }

  private static SortedSet<PartyId> set(String... members) {
    return Arrays.stream(members).map(PartyId::new).collect(Collectors.toCollection(TreeSet::new));
  }
}
