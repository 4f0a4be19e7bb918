package io.heji.sandbox.federation;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.Cast.Member;
import io.heji.sandbox.ceremony.FederationLayout;
import io.heji.sandbox.ceremony.RosterPace;
import io.heji.sandbox.federation.RunningFederation.PlatformBooks;
import io.heji.sandbox.platform.PlatformLoader;
import io.heji.sandbox.postgres.DatabaseAccess;
import io.heji.sandbox.postgres.SandboxPostgres;
import io.heji.sandbox.process.RoleLaunch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prepares each role's process: a database of its own, its configuration, its command line. */
final class RoleLaunches {
  private static final String MAPPING = "mapping.yaml";

  private final Path root;
  private final FederationLayout layout;
  private final RosterPace pace;
  private final Scale scale;
  private final SandboxPostgres server;
  private final Map<PartyId, DatabaseAccess> databases = new HashMap<>();

  /**
   * @param root where the modules were built
   */
  RoleLaunches(
      Path root, FederationLayout layout, RosterPace pace, Scale scale, SandboxPostgres server) {
    this.root = root;
    this.layout = layout;
    this.pace = pace;
    this.scale = scale;
    this.server = server;
  }

  RoleLaunch gateway(int api, int link, int management) throws IOException, SQLException {
    PartyId id = Cast.GATEWAY.id();
    DatabaseAccess owner = ownDatabase(id);
    configuration(id, server.createRunner(owner), management)
        .owner(owner)
        .gateway(api, link)
        .pace(pace)
        .write();
    return launch(id.value(), "gateway", management, "-Xmx256m");
  }

  RoleLaunch tokeniser(Member tokeniser, int link, int management)
      throws IOException, SQLException {
    PartyId id = tokeniser.id();
    configuration(id, ownDatabase(id), management).member(link).write();
    return launch(id.value(), "tokeniser", management, "-Xmx128m");
  }

  RoleLaunch agent(PlatformBooks books, int link, int management) throws IOException, SQLException {
    PartyId id = books.platform().id();
    Path mapping = layout.role(id).resolve(MAPPING);
    PlatformLoader.writeMapping(books.schema(), mapping);
    configuration(id, ownDatabase(id), management)
        .member(link)
        .source(books.reader(), mapping)
        .write();
    return launch(id.value(), "platform-agent", management, agentHeap());
  }

  /** A second process of an agent: the same keys, database and books, a folder of its own. */
  RoleLaunch agentBeside(PlatformBooks books, int link, int management) throws IOException {
    PartyId id = books.platform().id();
    String name = FederationLayout.beside(id);
    captured(new RoleConfiguration(layout, id, name, database(id), management))
        .member(link)
        .source(books.reader(), layout.role(id).resolve(MAPPING))
        .write();
    return launch(name, "platform-agent", management, agentHeap());
  }

  private String agentHeap() {
    return "-Xmx" + scale.agentHeapMegabytes() + "m";
  }

  private RoleConfiguration configuration(PartyId id, DatabaseAccess access, int management) {
    return captured(new RoleConfiguration(layout, id, id.value(), access, management));
  }

  private RoleConfiguration captured(RoleConfiguration configuration) {
    return scale.capture() ? configuration.capture() : configuration;
  }

  /** A role's own database, as its owner. */
  DatabaseAccess database(PartyId party) {
    DatabaseAccess own = databases.get(party);
    if (own == null) {
      throw new IllegalArgumentException("`" + party + "` has no database here");
    }
    return own;
  }

  static String databaseName(PartyId id) {
    return id.value().replace('-', '_');
  }

  private DatabaseAccess ownDatabase(PartyId party) throws SQLException {
    DatabaseAccess own = server.create(databaseName(party));
    databases.put(party, own);
    return own;
  }

  private RoleLaunch launch(String process, String module, int management, String heap) {
    Path application = root.resolve(module).resolve("target").resolve("quarkus-app");
    List<String> jvm = new ArrayList<>();
    jvm.add(heap);
    jvm.add("-XX:+UseSerialGC");
    jvm.add("-Xss512k");
    jvm.add("--enable-native-access=ALL-UNNAMED");
    jvm.add("--add-modules");
    jvm.add("jdk.incubator.vector");
    jvm.add("--sun-misc-unsafe-memory-access=allow");
    Path archive = application.resolve("app.aot");
    if (Files.exists(archive)) {
      jvm.add("-XX:AOTCache=" + archive);
    }
    return new RoleLaunch(
        process, layout.role(process), application.resolve("quarkus-run.jar"), management, jvm);
  }
}
