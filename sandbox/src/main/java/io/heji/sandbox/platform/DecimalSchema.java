package io.heji.sandbox.platform;

import io.heji.sandbox.population.Customer;
import io.heji.sandbox.population.LoanFact;
import java.time.LocalDate;
import java.util.List;

/**
 * Money as numeric yuan, dates as dates, one-letter states, identity numbers as people write them.
 */
record DecimalSchema() implements PlatformSchema {
  @Override
  public List<String> ddl() {
    return List.of(
        "create table users (user_id bigint primary key, id_card_no text not null, mobile text)",
        """
        create table loan_accounts (
          loan_no bigint primary key, user_id bigint not null references users, state char(1) not null,
          principal_yuan numeric(18,2) not null, limit_yuan numeric(18,2) not null,
          overdue_yuan numeric(18,2) not null, dpd integer not null,
          next_due_on date, next_due_yuan numeric(18,2), opened_on date not null)""",
        "create table loan_applications (application_id bigint primary key, user_id bigint not null, applied_on date not null)");
  }

  @Override
  public List<CopyTable> tables(List<Customer> customers) {
    CopyTable users = new CopyTable("users (user_id, id_card_no, mobile)");
    CopyTable loans =
        new CopyTable(
            "loan_accounts (loan_no, user_id, state, principal_yuan, limit_yuan, overdue_yuan, dpd, next_due_on, next_due_yuan, opened_on)");
    CopyTable applications =
        new CopyTable("loan_applications (application_id, user_id, applied_on)");
    int loanNumber = 0;
    int applicationNumber = 0;
    for (Customer customer : customers) {
      users.add(customer.number(), customer.storedIdentity(), null);
      for (LoanFact loan : customer.loans()) {
        if (loan.lenderOfRecord()) {
          loanNumber++;
          loans.add(
              loanNumber,
              customer.number(),
              state(loan),
              loan.principal(),
              loan.limit(),
              loan.overdue(),
              loan.daysPastDue(),
              loan.nextDue().orElse(null),
              loan.nextDue().isPresent() ? loan.nextAmount() : null,
              loan.openedOn());
        }
      }
      for (LocalDate day : customer.applications()) {
        applicationNumber++;
        applications.add(applicationNumber, customer.number(), day);
      }
    }
    return List.of(users, loans, applications);
  }

  private static String state(LoanFact loan) {
    return switch (loan.state()) {
      case ACTIVE -> "A";
      case CLOSED -> "C";
      case WRITTEN_OFF -> "W";
    };
  }

  @Override
  public List<String> indexes() {
    return List.of(
        "create index on loan_accounts (user_id)", "create index on loan_applications (user_id)");
  }

  @Override
  public String customers() {
    return "users";
  }

  @Override
  public String mapping() {
    return "decimal.yaml";
  }
}
