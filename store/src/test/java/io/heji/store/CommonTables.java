package io.heji.store;

import io.heji.store.played.PlayedDatabase;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The tables that every role has, by the scripts that ship; this module has no Flyway to run them.
 */
final class CommonTables {
  private static final List<String> SCRIPTS =
      List.of(
          "V1__messages_quotas_serials.sql",
          "V2__since_when_documents_apply.sql",
          "V3__the_roster_gone_by.sql");

  private CommonTables() {}

  static void make(PlayedDatabase database) throws Exception {
    for (String script : SCRIPTS) {
      try (InputStream sql = CommonTables.class.getResourceAsStream("/db/common/" + script)) {
        if (sql == null) {
          throw new IllegalStateException("no script " + script);
        }
        database.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }
}
