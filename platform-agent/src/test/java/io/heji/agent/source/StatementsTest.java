package io.heji.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.protocol.metric.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "mapping.md");

  @Test
  void makesQuotedStatementsOfThePagesExample() throws Exception {
    Statements statements = new Statements(MappingReader.read(example()));

    assertThat(statements.known())
        .isEqualTo(
            "select c0 from (select \"m\".\"id\"::text as c0,"
                + " row_number() over (partition by \"m\".\"id\") as place"
                + " from \"public\".\"member\" as \"m\""
                + " where \"m\".\"id\" = any(($1::text[])::uuid[])) as found"
                + " where place <= 1001");
    assertThat(statements.loans())
        .contains("\"public\".\"account\" as \"a\" join \"public\".\"account_balance\" as \"b\"")
        .contains(" left join \"public\".\"repayment_plan\" as \"p\"")
        .contains("on \"p\".\"account_id\" = \"a\".\"id\"")
        .endsWith(
            " where \"a\".\"member_id\" = any(($1::text[])::uuid[])) as found"
                + " where place <= 1001");
  }

  @Test
  void anIdentifierCannotEndEarly() throws Exception {
    ColumnRef hostile = ColumnRef.parse("a.x\" from users; drop table users; --").orElseThrow();

    assertThat(hostile.sql()).isEqualTo("\"a\".\"x\"\" from users; drop table users; --\"");
    assertThat(ColumnRef.parse("a\".\"b.c")).isEmpty();
    assertThat(ColumnRef.parse("column")).isEmpty();
    assertThat(ColumnRef.parse("a.b\0c")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> ColumnRef.quoted("a\0b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 1|version: 2",
        "type: uuid|type: serial",
        "scheme: cn-resident-id|scheme: cn-id",
        "money: major-decimal|money: euros",
        "date: yyyymmdd-text|date: julian",
        "open: active|open: alive",
        "daysPastDue: p.arrears_days|daysLate: p.arrears_days",
        "customer: a.member_id|customer: member_id",
        "version: 1|version: 1\nsql: select 1",
        "as: m}|as: m, where: true}",
        "type: uuid}|type: uuid, unit: 1}",
        "scheme: cn-resident-id}|scheme: cn-resident-id, unit: 1}",
        "  identity:|  active: m.active\n  identity:",
        "rows: optional}|rows: optional, where: true}",
        "rows: optional|rows: outer",
        "money: major-decimal}|money: major-decimal, unit: 1}",
        "date: yyyymmdd-text}|date: yyyymmdd-text, unit: 1}",
        "[participant]}|[participant], unknown: [guest]}",
        "charged_off: written-off|open: closed",
        "application:|---\napplication:",
        "table: account\n|table: \"account\\0\"\n",
        "table: account\n|table: ''\n",
        "p.next_on|\"p.next_on\\0\"",
        "as: p, column: p.account_id|as: p, column: b.account_id",
        "column: p.account_id, equals: a.id|column: p.account_id, equals: p.id",
        "column: b.account_id, equals: a.id|column: b.account_id, equals: p.account_id",
        "as: r}|as: r, joins: [{table: x, as: r, column: r.id, equals: r.id}]}",
        "daysPastDue: p.|daysPastDue: x.",
        "column: b.outstanding|column: m.outstanding",
        "column: m.id|column: a.id",
        "open: active|open: closed",
        "[lead]|[]",
        "[participant]|[participant, lead]",
        "public\n    table: account\n|&account account\n    table: *account\n"
      })
  void refusesAMappingWithAMistake(String change) throws Exception {
    String[] fromTo = change.split("\\|", 2);
    String broken =
        example().replaceFirst(Pattern.quote(fromTo[0]), Matcher.quoteReplacement(fromTo[1]));
    assertThat(broken).isNotEqualTo(example());

    assertThatThrownBy(() -> MappingReader.read(broken)).isInstanceOf(MappingException.class);
  }

  @Test
  void saysWhereAMistakeIs() throws Exception {
    String copied = example().replace("as: p, column: p.account_id", "as: p, column: b.account_id");
    assertThatThrownBy(() -> MappingReader.read(copied))
        .hasMessage(
            "member `loan.from.joins[1].column` must be with `equals` a pair: a column of this table"
                + " and one of a table before it");
    String referring = "version: &one 1\ncustomer: *one\n";
    assertThatThrownBy(() -> MappingReader.read(referring))
        .hasMessage("line 2 of the mapping refers to another part of it: write it out");
  }

  @Test
  void aJoinsPairMayBeWrittenEitherWay() throws Exception {
    String turned = example().replace("b.account_id, equals: a.id", "a.id, equals: b.account_id");
    assertThat(turned).isNotEqualTo(example());

    assertThat(new Statements(MappingReader.read(turned)).loans())
        .contains(" as \"b\" on \"a\".\"id\" = \"b\".\"account_id\"");
  }

  @Test
  void readsMoneyAndDatesInEveryForm() throws Exception {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    LocalDate day = LocalDate.of(2026, 11, 23);
    assertThat(MoneyForm.MAJOR_DECIMAL.parse("1234.5", 2)).isEqualTo(123_450);
    assertThat(MoneyForm.MAJOR_DECIMAL.parse("0.001", 2)).isEqualTo(1);
    assertThat(MoneyForm.MAJOR_DECIMAL.parse("-7.00", 2)).isEqualTo(-700);
    assertThat(MoneyForm.MINOR_INTEGER.parse("42", 2)).isEqualTo(42);
    assertThat(DateForm.DATE.parse("2026-11-23", zone)).isEqualTo(day);
    assertThat(DateForm.TIMESTAMPTZ.parse("2026-11-23 00:20:00+08", zone)).isEqualTo(day);
    assertThat(DateForm.EPOCH_SECONDS.parse("1795447800", zone)).isEqualTo(day);
    assertThat(DateForm.YYYYMMDD_INTEGER.parse("20261123", zone)).isEqualTo(day);
    assertThatThrownBy(() -> DateForm.YYYYMMDD_TEXT.parse("20260230", zone))
        .isInstanceOf(UnmappedRowException.class);
    assertThatThrownBy(() -> MoneyForm.MINOR_INTEGER.parse("1.5", 2))
        .isInstanceOf(UnmappedRowException.class);
    assertThatThrownBy(() -> MoneyForm.MAJOR_DECIMAL.parse("9".repeat(30), 2))
        .isInstanceOf(UnmappedRowException.class);
  }

  /** Also where the column is a text, or the session's time zone another. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22 16:00:00+00",
        "2026-11-23 23:59:59.999999+08",
        "2026-11-22 21:30:00+05:30",
        "2026-11-23 00:05:43+08:05:43"
      })
  void anInstantIsADayInTheDirectorysTimeZone(String text) throws Exception {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    LocalDate day = LocalDate.of(2026, 11, 23);

    assertThat(DateForm.TIMESTAMPTZ.parse(text, zone)).isEqualTo(day);
    assertThat(DateForm.TIMESTAMP.parse(text, zone)).isEqualTo(day);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23", "2026-11-23 23:00:00", "2026-11-23 00:00:00.5"})
  void aTimeOfNoZoneIsADayWhereItIsAskedForAndNoInstant(String text) throws Exception {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    LocalDate day = LocalDate.of(2026, 11, 23);

    assertThat(DateForm.TIMESTAMP.parse(text, zone)).isEqualTo(day);
    assertThatThrownBy(() -> DateForm.TIMESTAMPTZ.parse(text, zone))
        .isInstanceOf(UnmappedRowException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-22T20:00:00Z", "2026-11-23 (est.)", "2026-11-23 08:00:00 BC"})
  void aTextThatOnlyBeginsLikeATimeDoesNotFitTheMapping(String text) {
    assertThatThrownBy(() -> DateForm.TIMESTAMP.parse(text, ZoneId.of("Asia/Shanghai")))
        .isInstanceOf(UnmappedRowException.class);
  }

  @Test
  void millisecondsAreNoSeconds() throws Exception {
    ZoneId zone = ZoneId.of("UTC");
    assertThat(DateForm.EPOCH_SECONDS.parse("253402300799", zone))
        .isEqualTo(LocalDate.of(9999, 12, 31));
    assertThatThrownBy(() -> DateForm.EPOCH_SECONDS.parse("253402300800", zone))
        .isInstanceOf(UnmappedRowException.class);
  }

  /** PostgreSQL prints the ends of time as words. */
  @ParameterizedTest
  @ValueSource(strings = {"infinity", "-infinity", "", "2026-11"})
  void aTimeWithoutADayDoesNotFitTheMapping(String text) {
    assertThatThrownBy(() -> DateForm.TIMESTAMPTZ.parse(text, ZoneId.of("Asia/Shanghai")))
        .isInstanceOf(UnmappedRowException.class);
  }

  @Test
  void whatIsPaidOffIsOwedNoMoreButWasOpened() {
    LocalDate day = LocalDate.of(2026, 11, 23);
    List<Loan> loans =
        List.of(
            new Loan(LoanStatus.CLOSED, 100, 200, 300, 40, Optional.of(day), 10, day),
            new Loan(LoanStatus.WRITTEN_OFF, 100, 200, 300, 40, Optional.of(day), 10, day));
    MetricValues values = new MetricValues(loans, List.of(), day);

    for (Metric metric : Metric.values()) {
      boolean opened = metric == Metric.OPENED_30D || metric == Metric.OPENED_90D;
      assertThat(values.of(metric)).as(metric.wireName()).isEqualTo(opened ? 2 : 0);
    }
  }

  @Test
  void countsTheEdgesOfEveryWindow() {
    LocalDate day = LocalDate.of(2026, 11, 23);
    List<Loan> loans =
        List.of(
            loan(day, 100, 30, day.plusDays(29)),
            loan(day.minusDays(29), -50, 31, day.plusDays(30)),
            loan(day.minusDays(30), 7, 61, day),
            loan(day.minusDays(90), 1, 0, day.minusDays(1)));
    List<LocalDate> applications =
        List.of(day, day.minusDays(6), day.minusDays(7), day.minusDays(89), day.plusDays(1));
    MetricValues values = new MetricValues(loans, applications, day);

    assertThat(values.of(Metric.OUTSTANDING_PRINCIPAL)).isEqualTo(108);
    assertThat(values.of(Metric.DUE_NEXT_30D)).isEqualTo(20);
    assertThat(values.of(Metric.OPENED_30D)).isEqualTo(2);
    assertThat(values.of(Metric.OPENED_90D)).isEqualTo(3);
    assertThat(values.of(Metric.OVERDUE_M1)).isEqualTo(1);
    assertThat(values.of(Metric.OVERDUE_M2)).isEqualTo(1);
    assertThat(values.of(Metric.OVERDUE_M3_PLUS)).isEqualTo(1);
    assertThat(values.of(Metric.ACTIVE_LOANS)).isEqualTo(4);
    assertThat(values.of(Metric.LENDERS)).isEqualTo(1);
    assertThat(values.of(Metric.APPLICATIONS_7D)).isEqualTo(2);
    assertThat(values.of(Metric.APPLICATIONS_30D)).isEqualTo(3);
    assertThat(values.of(Metric.APPLICATIONS_90D)).isEqualTo(4);
  }

  private static Loan loan(LocalDate opened, long principal, int daysPastDue, LocalDate due) {
    return new Loan(LoanStatus.ACTIVE, principal, 0, 0, daysPastDue, Optional.of(due), 10, opened);
  }

  /** The example that a DBA reads. */
  private static String example() throws IOException {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);
    int from = page.indexOf("```yaml\n") + "```yaml\n".length();
    return page.substring(from, page.indexOf("```", from));
  }
}
