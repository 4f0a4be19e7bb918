package io.heji.sandbox.platform;

import io.heji.sandbox.population.Customer;
import java.util.List;

/**
 * One kind of platform database: its tables, how its books are written into them, and the mapping
 * its DBA writes for the agent.
 */
public sealed interface PlatformSchema
    permits DecimalSchema, FenSchema, JoinedSchema, QuotedSchema {
  /** How many kinds there are. */
  int KINDS = 4;

  /** The kind that the platform of this place in the cast has. */
  static PlatformSchema ofPlatform(int index) {
    return switch (index % KINDS) {
      case 0 -> new DecimalSchema();
      case 1 -> new FenSchema();
      case 2 -> new JoinedSchema();
      default -> new QuotedSchema();
    };
  }

  /** Creates the tables. */
  List<String> ddl();

  /** The books as COPY statements with their rows. */
  List<CopyTable> tables(List<Customer> customers);

  /** Creates indexes, once the rows are in. */
  List<String> indexes();

  /** The table of customers, as SQL writes it. */
  String customers();

  /** The name of the mapping file in the class path. */
  String mapping();
}
