package io.heji.gateway.roster;

import io.heji.store.DatabaseStore;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@link IssuedRosters} as a table whose triggers refuse change. */
@ApplicationScoped
public class IssuedRosterStore implements IssuedRosters {
  private final Pool pool;

  public IssuedRosterStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public List<Recorded> newest() {
    List<Recorded> newest = new ArrayList<>();
    for (Row row :
        DatabaseStore.rows(
            "reading rosters",
            pool,
            "select serial, signed from issued_roster order by serial desc limit $1",
            Tuple.of(READ_MAX))) {
      newest.add(new Recorded(row.getLong(0), row.getString(1)));
    }
    return newest;
  }

  @Override
  public boolean record(long serial, String signed) {
    int recorded =
        DatabaseStore.update(
            "recording a roster",
            pool,
            "insert into issued_roster (serial, signed) values ($1, $2) on conflict do nothing",
            Tuple.of(serial, signed));
    return recorded == 1;
  }
}
