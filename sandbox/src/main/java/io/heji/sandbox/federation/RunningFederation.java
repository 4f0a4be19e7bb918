package io.heji.sandbox.federation;

import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.platform.PlatformSchema;
import io.heji.sandbox.population.Population;
import io.heji.sandbox.postgres.DatabaseAccess;
import java.util.List;

/**
 * A federation that is up.
 *
 * @param layout where its files are
 * @param cast who takes part
 * @param population who owes what
 * @param platforms each platform's schema and a way to read its books, in the order of the cast
 */
public record RunningFederation(
    FederationLayout layout, Cast cast, Population population, List<PlatformBooks> platforms) {
  /**
   * One platform's own database.
   *
   * @param owner who may change it
   * @param reader as whom the agent reads
   */
  public record PlatformBooks(
      Cast.Member platform, PlatformSchema schema, DatabaseAccess owner, DatabaseAccess reader) {}

  public RunningFederation {
    platforms = List.copyOf(platforms);
  }

  /** The platforms' databases as the checker reads them. */
  public List<io.heji.sandbox.checker.PlatformBook> books() {
    List<io.heji.sandbox.checker.PlatformBook> books = new java.util.ArrayList<>();
    for (int i = 0; i < platforms.size(); i++) {
      PlatformBooks platform = platforms.get(i);
      books.add(
          new io.heji.sandbox.checker.PlatformBook(
              platform.platform().id().value(),
              platform.platform().name(),
              i % PlatformSchema.KINDS,
              platform.reader()));
    }
    return books;
  }
}
