package io.heji.gateway.roster;

import io.heji.store.DatabaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** {@link IssuedRosters} as a table whose triggers refuse change. */
@ApplicationScoped
public class IssuedRosterStore implements IssuedRosters {
  private final DatabaseStore database;

  public IssuedRosterStore(Mutiny.SessionFactory sessions) {
    this.database = new DatabaseStore(sessions);
  }

  @Override
  public List<String> newest() {
    return database.inTransaction(
        "reading rosters",
        session ->
            session
                .createNativeQuery(
                    "select signed from issued_roster order by serial desc limit " + READ_MAX,
                    String.class)
                .getResultList());
  }

  @Override
  public boolean record(long serial, String signed) {
    int recorded =
        database.inTransaction(
            "recording a roster",
            session ->
                session
                    .createNativeQuery(
                        "insert into issued_roster (serial, signed) values (?1, ?2)"
                            + " on conflict do nothing")
                    .setParameter(1, serial)
                    .setParameter(2, signed)
                    .executeUpdate());
    return recorded == 1;
  }
}
