package io.heji.protocol.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.DocsPages;
import io.heji.protocol.Limits;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private static final String NUMBER = "11010519491231002X";

  @Test
  void takesTextOfTheGreatestLengthAndRefusesOneMore() {
    String padding = " ".repeat(Limits.SUBJECT_RAW_LENGTH_MAX - NUMBER.length());

    assertThat(Subjects.normalise(SubjectScheme.CN_RESIDENT_ID, padding + NUMBER))
        .isInstanceOf(Normalised.Accepted.class);
    assertThat(Subjects.normalise(SubjectScheme.CN_RESIDENT_ID, " " + padding + NUMBER))
        .isEqualTo(new Normalised.Refused(SubjectRefusal.LENGTH));
  }

  @Test
  void splitsASubjectAtItsFirstColon() {
    assertThat(accepted(Subjects.parse("passport:CHN:E12345678")).canonical())
        .isEqualTo("CHN:E12345678");
    assertThat(Subjects.parse(NUMBER)).isEqualTo(new Normalised.Refused(SubjectRefusal.SCHEME));
    assertThat(Subjects.parse("CN-RESIDENT-ID:" + NUMBER))
        .isEqualTo(new Normalised.Refused(SubjectRefusal.SCHEME));
  }

  @Test
  void showsTheSchemeButNeverTheNumber() {
    Normalised normalised = Subjects.normalise(SubjectScheme.CN_RESIDENT_ID, NUMBER);

    assertThat(normalised.toString()).contains("cn-resident-id").doesNotContain("1101", "002X");
    assertThat(new Checked.Canonical(NUMBER).toString()).doesNotContain("1101");
  }

  @Test
  void oneChangedDigitNeverPassesTheCheckCharacter() {
    for (int place = 0; place < NUMBER.length() - 1; place++) {
      for (char digit = '0'; digit <= '9'; digit++) {
        if (digit != NUMBER.charAt(place)) {
          String changed = NUMBER.substring(0, place) + digit + NUMBER.substring(place + 1);
          assertThat(Subjects.normalise(SubjectScheme.CN_RESIDENT_ID, changed))
              .as("place %d, digit %s", place, digit)
              .isInstanceOf(Normalised.Refused.class);
        }
      }
    }
  }

  @Test
  void telephoneNumbersOfSevenDigitsBehindEightySixAreNotTakenForMobiles() {
    assertThat(Subjects.normalise(SubjectScheme.PHONE, "+8621234"))
        .isInstanceOf(Normalised.Accepted.class);
    assertThat(Subjects.normalise(SubjectScheme.PHONE, "+8613123"))
        .isEqualTo(new Normalised.Refused(SubjectRefusal.LENGTH));
  }

  @Test
  void knowsAllCountriesOfIso3166() {
    assertThat(Passport.COUNTRIES)
        .hasSize(249)
        .allSatisfy(code -> assertThat(code).matches("[A-Z]{3}"));
  }

  /** The page is all that another implementer has. */
  @Test
  void thePageListsExactlyTheseCountries() throws Exception {
    String page =
        Files.readString(DocsPages.REFERENCE.resolveSibling("protocol").resolve("identity.md"));
    String list = DocsPages.section(page, "## Countries").split("```", -1)[1];

    assertThat(List.of(list.strip().split("\\s+")))
        .containsExactlyInAnyOrderElementsOf(Passport.COUNTRIES);
  }

  private static Subject accepted(Normalised normalised) {
    assertThat(normalised).isInstanceOf(Normalised.Accepted.class);
    return ((Normalised.Accepted) normalised).subject();
  }
}
