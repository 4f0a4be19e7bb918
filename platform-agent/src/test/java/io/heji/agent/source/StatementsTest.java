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
    ColumnRef hostile = ColumnRef.parse("a.x\" from users; drop table users; --");

    assertThat(hostile.sql()).isEqualTo("\"a\".\"x\"\" from users; drop table users; --\"");
    assertThatThrownBy(() -> ColumnRef.parse("a\".\"b.c")).isInstanceOf(MappingException.class);
    assertThatThrownBy(() -> ColumnRef.parse("column")).isInstanceOf(MappingException.class);
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
        "application:|---\napplication:"
      })
  void refusesAMappingWithAMistake(String change) throws Exception {
    String[] fromTo = change.split("\\|", 2);
    String broken = example().replaceFirst(java.util.regex.Pattern.quote(fromTo[0]), fromTo[1]);
    assertThat(broken).isNotEqualTo(example());

    assertThatThrownBy(() -> MappingReader.read(broken)).isInstanceOf(MappingException.class);
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
