package io.heji.sandbox.platform;

import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.population.Customer;
import io.heji.sandbox.population.LoanFact;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A loan spread over three tables, customers by UUID, instants with time zone, states in words,
 * some identity numbers still with 15 digits.
 */
record JoinedSchema() implements PlatformSchema {
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final int MINUTE_OF_DAY = 20;

  @Override
  public List<String> ddl() {
    return List.of(
        "create table member (id uuid primary key, national_id varchar(32) not null)",
        "create table account (id bigint primary key, member_id uuid not null references member, lifecycle text not null, opened timestamptz not null)",
        "create table account_balance (account_id bigint primary key references account, outstanding numeric not null, ceiling numeric not null)",
        "create table repayment_plan (account_id bigint primary key references account, arrears numeric not null, arrears_days integer not null, next_on text, next_amount numeric)",
        "create table request_log (id bigint primary key, member_id uuid not null, requested_at timestamptz not null)");
  }

  @Override
  public List<CopyTable> tables(List<Customer> customers) {
    CopyTable members = new CopyTable("member (id, national_id)");
    CopyTable accounts = new CopyTable("account (id, member_id, lifecycle, opened)");
    CopyTable balances = new CopyTable("account_balance (account_id, outstanding, ceiling)");
    CopyTable plans =
        new CopyTable("repayment_plan (account_id, arrears, arrears_days, next_on, next_amount)");
    CopyTable requests = new CopyTable("request_log (id, member_id, requested_at)");
    int account = 0;
    int request = 0;
    for (Customer customer : customers) {
      UUID id = new UUID(0x48454a49_0000_4000L, 0x8000_0000_0000_0000L | customer.number());
      members.add(id, customer.storedIdentity());
      for (LoanFact loan : customer.loans()) {
        if (loan.lenderOfRecord()) {
          account++;
          accounts.add(account, id, lifecycle(loan), instant(loan.openedOn()));
          balances.add(account, loan.principal(), loan.limit());
          plans.add(
              account,
              loan.overdue(),
              loan.daysPastDue(),
              loan.nextDue().map(COMPACT::format).orElse(null),
              loan.nextDue().isPresent() ? loan.nextAmount() : null);
        }
      }
      for (LocalDate day : customer.applications()) {
        request++;
        requests.add(request, id, instant(day));
      }
    }
    return List.of(members, accounts, balances, plans, requests);
  }

  private static String lifecycle(LoanFact loan) {
    return switch (loan.state()) {
      case ACTIVE -> "open";
      case CLOSED -> "closed";
      case WRITTEN_OFF -> "charged_off";
    };
  }

  /** Soon after midnight there, so that a wrong time zone shows as the day before. */
  private static OffsetDateTime instant(LocalDate day) {
    return day.atTime(0, MINUTE_OF_DAY).atZone(Ceremony.TIME_ZONE).toOffsetDateTime();
  }

  @Override
  public List<String> indexes() {
    return List.of(
        "create index on account (member_id)", "create index on request_log (member_id)");
  }

  @Override
  public String customers() {
    return "member";
  }

  @Override
  public String mapping() {
    return "joined.yaml";
  }
}
