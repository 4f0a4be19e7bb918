package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedFederation.BANK;

import io.heji.gateway.played.PlayedFederation;
import io.heji.link.played.PackagedRole;
import io.heji.store.played.PlayedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The packaged gateway that serves for all tests of a class, with a federation and a database of
 * its own, and a bank that asks it.
 *
 * @param startedAt the time of the federation's documents
 */
record ServingGateway(
    Instant startedAt,
    PlayedFederation played,
    PlayedDatabase database,
    GatewayHome home,
    PackagedRole process,
    BankDesk bank)
    implements AutoCloseable {

  static ServingGateway start(Path folder) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    PlayedFederation played = new PlayedFederation(now);
    PlayedDatabase database = PlayedDatabase.durable();
    GatewayHome home = new GatewayHome(folder, played, database);
    PackagedRole process = home.start().awaitStarted();
    return new ServingGateway(
        now, played, database, home, process, new BankDesk(home, played, BANK));
  }

  /** Another home of the same federation on the same server. */
  GatewayHome another(Path folder) throws Exception {
    return new GatewayHome(folder, played, database);
  }

  @Override
  public void close() throws IOException {
    bank.close();
    process.close();
    database.close();
  }
}
