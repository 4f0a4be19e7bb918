package io.heji.protocol.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who is summed for whom, and how many companies that is. */
class SummedSetTest {
  private static final Party STRANGER = party("bank", Role.BANK, "alone");

  private static Party party(String id, Role role, String... groups) {
    return new Party(
        new PartyId(id), role, id, new TreeSet<>(List.of(groups)), "any", Status.ACTIVE, Map.of());
  }

  private static Party platform(String id, String... groups) {
    return party(id, Role.PLATFORM, groups);
  }

  private static SummedSet summed(Party asker, List<Party> roster, Party... others) {
    List<Party> directory = new ArrayList<>(roster);
    directory.add(asker);
    directory.addAll(List.of(others));
    return SummedSet.of(
        asker.id(), roster.stream().map(Party::id).toList(), new Companies(directory));
  }

  @Test
  void sumsEveryMemberForABankOfNoPlatformsGroup() {
    SummedSet set =
        summed(STRANGER, List.of(platform("c", "z"), platform("a", "x"), platform("b", "y")));

    assertThat(set.members()).extracting(PartyId::value).containsExactly("a", "b", "c");
    assertThat(set.companyGroups()).isEqualTo(3);
    assertThat(set.largestGroup()).isEqualTo(1);
    assertThat(set.hash()).isEqualTo(Sha256.of(Bytes.ascii("a\nb\nc")));
  }

  @Test
  void leavesOutTheAskersOwnGroup() {
    SummedSet set =
        summed(party("bank", Role.BANK, "x", "w"), List.of(platform("a", "x"), platform("b", "y")));

    assertThat(set.members()).containsExactly(new PartyId("b"));
    assertThat(set.companyGroups()).isEqualTo(1);
  }

  @Test
  void leavesOutAPlatformLinkedToTheAskersGroupThroughAnother() {
    SummedSet set =
        summed(
            party("bank", Role.BANK, "x"),
            List.of(platform("b", "y"), platform("a", "x", "y"), platform("c", "z")));

    assertThat(set.members()).containsExactly(new PartyId("c"));
  }

  @Test
  void countsGroupsThatShareAPartyAsOne() {
    SummedSet set =
        summed(
            STRANGER,
            List.of(
                platform("a", "x"),
                platform("b", "y"),
                platform("c", "z"),
                platform("d", "x", "y")));

    assertThat(set.companyGroups()).isEqualTo(2);
    assertThat(set.largestGroup()).isEqualTo(3);
  }

  /** Else an outage of the platform in between would make two companies of one. */
  @Test
  void countsCompaniesThatAPlatformOffTheRosterHoldsTogether() {
    List<Party> roster = List.of(platform("a", "x"), platform("b", "y"), platform("c", "z"));

    SummedSet set = summed(STRANGER, roster, platform("away", "x", "y"));

    assertThat(set.members()).hasSize(3);
    assertThat(set.companyGroups()).isEqualTo(2);
    assertThat(set.largestGroup()).isEqualTo(2);
  }

  @Test
  void leavesOutAPlatformThatAPartyOfAnyRoleLinksToTheAskersCompany() {
    List<Party> roster = List.of(platform("a", "y"), platform("b", "z"));

    SummedSet set =
        summed(party("bank", Role.BANK, "x"), roster, party("auditor", Role.AUDITOR, "x", "y"));

    assertThat(set.members()).containsExactly(new PartyId("b"));
  }

  @Test
  void groupNamesAreComparedWhole() {
    SummedSet set = summed(party("bank", Role.BANK, "group"), List.of(platform("a", "my-group")));

    assertThat(set.members()).hasSize(1);
  }
}
