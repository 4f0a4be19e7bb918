package io.heji.sandbox.bench;

import io.heji.sandbox.federation.RunningFederation.PlatformBooks;
import io.heji.sandbox.platform.PlatformSchema;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the federation is compared with: one program that may read every platform's database and
 * adds up what a person owes, in one thread over one connection each. It gets an index on the
 * identity numbers, which the agents neither need nor use.
 */
final class CentralProgram implements AutoCloseable {
  private static final int LEGACY_BIRTH_FROM = 6;
  private static final int LEGACY_REST_FROM = 8;
  private static final int LEGACY_REST_TO = 17;

  private final List<PreparedStatement> statements = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();

  CentralProgram(List<PlatformBooks> platforms) throws SQLException {
    for (int i = 0; i < platforms.size(); i++) {
      Sum sum = Sum.ofKind(i % PlatformSchema.KINDS);
      try (Connection owner = platforms.get(i).owner().connect();
          Statement statement = owner.createStatement()) {
        statement.execute(sum.index());
        statement.execute("analyze");
      }
      Connection connection = platforms.get(i).reader().connect();
      connections.add(connection);
      statements.add(connection.prepareStatement(sum.query()));
    }
  }

  /**
   * One kind of schema.
   *
   * @param index creates the index on identity numbers
   * @param query outstanding principal in fen of the person with one of these numbers
   */
  private record Sum(String index, String query) {
    static Sum ofKind(int kind) {
      return switch (kind) {
        case 0 ->
            new Sum(
                "create index on users (id_card_no)",
                """
                select coalesce(sum(ceil(greatest(l.principal_yuan, 0) * 100)), 0)::bigint
                  from users u join loan_accounts l on l.user_id = u.user_id
                 where u.id_card_no = any(?) and l.state = 'A'
                """);
        case 1 ->
            new Sum(
                "create index on customer (cert_no)",
                """
                select coalesce(sum(greatest(l.bal_fen, 0)), 0)::bigint
                  from customer c join credit_line l on l.cust_no = c.cust_no
                 where c.cert_no = any(?) and l.status_code = 10
                """);
        case 2 ->
            new Sum(
                "create index on member (national_id)",
                """
                select coalesce(sum(round(greatest(b.outstanding, 0) * 100)), 0)::bigint
                  from member m join account a on a.member_id = m.id join account_balance b on b.account_id = a.id
                 where m.national_id = any(?) and a.lifecycle = 'open'
                """);
        case 3 ->
            new Sum(
                "create index on \"Client\" (\"IdNumber\")",
                """
                select coalesce(sum(greatest(f."Owed", 0) * 100), 0)::bigint
                  from "Client" c join "Facility" f on f."Client Key" = c."Client Key"
                 where c."IdNumber" = any(?) and f."Role" = 'lead' and f."Stage" = '正常'
                """);
        default -> throw new IllegalArgumentException("no schema of kind " + kind);
      };
    }
  }

  /** What the person owes over all platforms, in fen. */
  long owes(String identity) throws SQLException {
    Object[] forms = forms(identity).toArray();
    long sum = 0;
    for (int i = 0; i < statements.size(); i++) {
      Array parameter = connections.get(i).createArrayOf("text", forms);
      statements.get(i).setArray(1, parameter);
      try (ResultSet row = statements.get(i).executeQuery()) {
        row.next();
        sum += row.getLong(1);
      }
    }
    return sum;
  }

  /** As platforms store it: in capitals, in small letters, without century and check character. */
  static List<String> forms(String identity) {
    return List.of(
        identity,
        identity.toLowerCase(Locale.ROOT),
        identity.substring(0, LEGACY_BIRTH_FROM)
            + identity.substring(LEGACY_REST_FROM, LEGACY_REST_TO));
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
