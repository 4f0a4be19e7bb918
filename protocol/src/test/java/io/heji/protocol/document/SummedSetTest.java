package io.heji.protocol.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
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

  @Test
  void sumsEveryMemberForABankOfNoPlatformsGroup() {
    SummedSet set =
        SummedSet.of(STRANGER, List.of(platform("c", "z"), platform("a", "x"), platform("b", "y")));

    assertThat(set.members()).extracting(PartyId::value).containsExactly("a", "b", "c");
    assertThat(set.companyGroups()).isEqualTo(3);
    assertThat(set.largestGroup()).isEqualTo(1);
    assertThat(set.hash()).isEqualTo(Sha256.of(Bytes.ascii("a\nb\nc")));
  }

  @Test
  void leavesOutTheAskersOwnGroup() {
    SummedSet set =
        SummedSet.of(
            party("bank", Role.BANK, "x", "w"), List.of(platform("a", "x"), platform("b", "y")));

    assertThat(set.members()).containsExactly(new PartyId("b"));
    assertThat(set.companyGroups()).isEqualTo(1);
  }

  @Test
  void leavesOutAPlatformLinkedToTheAskersGroupThroughAnother() {
    SummedSet set =
        SummedSet.of(
            party("bank", Role.BANK, "x"),
            List.of(platform("b", "y"), platform("a", "x", "y"), platform("c", "z")));

    assertThat(set.members()).containsExactly(new PartyId("c"));
  }

  @Test
  void countsGroupsThatShareAPartyAsOne() {
    SummedSet set =
        SummedSet.of(
            STRANGER,
            List.of(
                platform("a", "x"),
                platform("b", "y"),
                platform("c", "z"),
                platform("d", "x", "y")));

    assertThat(set.companyGroups()).isEqualTo(2);
    assertThat(set.largestGroup()).isEqualTo(3);
  }

  @Test
  void groupNamesAreComparedWhole() {
    SummedSet set =
        SummedSet.of(party("bank", Role.BANK, "group"), List.of(platform("a", "my-group")));

    assertThat(set.members()).hasSize(1);
  }
}
