package io.heji.sandbox.platform;

import io.heji.sandbox.population.Customer;
import io.heji.sandbox.population.LoanFact;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Names that need quotes, states in Chinese, days as numbers like 20261123, and co-lent loans of
 * which this platform is only a participant.
 */
record QuotedSchema() implements PlatformSchema {
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);

  @Override
  public List<String> ddl() {
    return List.of(
        "create table \"Client\" (\"Client Key\" integer primary key, \"IdNumber\" text not null)",
        """
        create table "Facility" (
          "FacilityId" bigint primary key, "Client Key" integer not null references "Client", "Stage" text not null,
          "Owed" numeric(20,4) not null, "Limit" numeric(20,4) not null, "Late" numeric(20,4) not null, "LateDays" integer not null,
          "DueDay" integer, "DueOwed" numeric(20,4), "StartDay" integer not null, "Role" text not null)""",
        "create table \"Enquiry\" (\"EnquiryId\" bigint primary key, \"Client Key\" integer not null, \"Day\" integer not null)");
  }

  @Override
  public List<CopyTable> tables(List<Customer> customers) {
    CopyTable clients = new CopyTable("\"Client\" (\"Client Key\", \"IdNumber\")");
    CopyTable facilities =
        new CopyTable(
            "\"Facility\" (\"FacilityId\", \"Client Key\", \"Stage\", \"Owed\", \"Limit\", \"Late\", \"LateDays\", \"DueDay\", \"DueOwed\", \"StartDay\", \"Role\")");
    CopyTable enquiries = new CopyTable("\"Enquiry\" (\"EnquiryId\", \"Client Key\", \"Day\")");
    int facility = 0;
    int enquiry = 0;
    for (Customer customer : customers) {
      clients.add(customer.number(), customer.storedIdentity());
      for (LoanFact loan : customer.loans()) {
        facility++;
        facilities.add(
            facility,
            customer.number(),
            stage(loan),
            loan.principal(),
            loan.limit(),
            loan.overdue(),
            loan.daysPastDue(),
            loan.nextDue().map(COMPACT::format).orElse(null),
            loan.nextDue().isPresent() ? loan.nextAmount() : null,
            COMPACT.format(loan.openedOn()),
            loan.lenderOfRecord() ? "lead" : "participant");
      }
      for (LocalDate day : customer.applications()) {
        enquiry++;
        enquiries.add(enquiry, customer.number(), COMPACT.format(day));
      }
    }
    return List.of(clients, facilities, enquiries);
  }

  private static String stage(LoanFact loan) {
    return switch (loan.state()) {
      case ACTIVE -> "正常";
      case CLOSED -> "结清";
      case WRITTEN_OFF -> "核销";
    };
  }

  @Override
  public List<String> indexes() {
    return List.of(
        "create index on \"Facility\" (\"Client Key\")",
        "create index on \"Enquiry\" (\"Client Key\")");
  }

  @Override
  public String customers() {
    return "\"Client\"";
  }

  @Override
  public String mapping() {
    return "quoted.yaml";
  }
}
