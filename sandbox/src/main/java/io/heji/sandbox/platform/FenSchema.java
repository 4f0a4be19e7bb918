package io.heji.sandbox.platform;

import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.population.Customer;
import io.heji.sandbox.population.LoanFact;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * Money as bigint fen, dates as seconds since 1970, numeric status codes, identity numbers in lower
 * case, customers by a text number.
 */
record FenSchema() implements PlatformSchema {
  private static final int HOUR_OF_DAY = 23;

  @Override
  public List<String> ddl() {
    return List.of(
        "create table customer (cust_no text primary key, cert_type smallint not null, cert_no text not null)",
        """
        create table credit_line (
          line_id bigint primary key, cust_no text not null references customer, status_code smallint not null,
          bal_fen bigint not null, line_fen bigint not null, past_due_fen bigint not null, past_due_days integer not null,
          due_ts bigint, due_fen bigint, open_ts bigint not null)""",
        "create table apply_record (apply_id bigint primary key, cust_no text not null, apply_ts bigint not null)");
  }

  @Override
  public List<CopyTable> tables(List<Customer> customers) {
    CopyTable people = new CopyTable("customer (cust_no, cert_type, cert_no)");
    CopyTable lines =
        new CopyTable(
            "credit_line (line_id, cust_no, status_code, bal_fen, line_fen, past_due_fen, past_due_days, due_ts, due_fen, open_ts)");
    CopyTable applications = new CopyTable("apply_record (apply_id, cust_no, apply_ts)");
    int line = 0;
    int application = 0;
    for (Customer customer : customers) {
      String number = String.format(Locale.ROOT, "C%08d", customer.number());
      people.add(number, 1, customer.storedIdentity().toLowerCase(Locale.ROOT));
      for (LoanFact loan : customer.loans()) {
        if (loan.lenderOfRecord()) {
          line++;
          lines.add(
              line,
              number,
              status(loan),
              fen(loan.principal()),
              fen(loan.limit()),
              fen(loan.overdue()),
              loan.daysPastDue(),
              loan.nextDue().isPresent() ? seconds(loan.nextDue().get()) : null,
              loan.nextDue().isPresent() ? fen(loan.nextAmount()) : null,
              seconds(loan.openedOn()));
        }
      }
      for (LocalDate day : customer.applications()) {
        application++;
        applications.add(application, number, seconds(day));
      }
    }
    return List.of(people, lines, applications);
  }

  private static int status(LoanFact loan) {
    return switch (loan.state()) {
      case ACTIVE -> 10;
      case CLOSED -> 20;
      case WRITTEN_OFF -> 30;
    };
  }

  private static long fen(BigDecimal yuan) {
    return yuan.movePointRight(2).longValueExact();
  }

  /** Late in the evening there, so that a wrong time zone shows as another day. */
  private static long seconds(LocalDate day) {
    return day.atTime(HOUR_OF_DAY, 30).atZone(Ceremony.TIME_ZONE).toEpochSecond();
  }

  @Override
  public List<String> indexes() {
    return List.of(
        "create index on credit_line (cust_no)", "create index on apply_record (cust_no)");
  }

  @Override
  public String customers() {
    return "customer";
  }

  @Override
  public String mapping() {
    return "fen.yaml";
  }
}
