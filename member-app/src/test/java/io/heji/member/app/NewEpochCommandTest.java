package io.heji.member.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretFile;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.member.MemberLimits;
import io.heji.protocol.Limits;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.Signed;
import io.heji.protocol.document.Status;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.metric.Metric;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command from its arguments to its files, as an operator of a tokeniser and of a platform. */
class NewEpochCommandTest {
  private static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
  private static final String FEDERATION = "play";
  private static final PartyId TOKENISER = new PartyId("tokeniser-one");
  private static final PartyId PLATFORM = new PartyId("platform-a");
  private static final PartyId BANK = new PartyId("bank-north");

  private final Randomness randomness = new SplittableRandom(3)::nextBytes;
  private final SortedMap<String, Es256PrivateKey> regulators = new TreeMap<>();
  private final List<Party> parties = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path home;
  private Instant now = NOW;
  private Instant expires = NOW.plus(Duration.ofDays(90));

  @BeforeEach
  void federation() throws IOException {
    regulators.put("regulator-1", Es256PrivateKey.generate(randomness));
    regulators.put("regulator-2", Es256PrivateKey.generate(randomness));
    enter(new PartyId("gateway"), Role.GATEWAY, Status.ACTIVE);
    enter(TOKENISER, Role.TOKENISER, Status.ACTIVE);
    enter(new PartyId("tokeniser-two"), Role.TOKENISER, Status.ACTIVE);
    enter(new PartyId("tokeniser-three"), Role.TOKENISER, Status.SUSPENDED);
    enter(PLATFORM, Role.PLATFORM, Status.ACTIVE);
    enter(BANK, Role.BANK, Status.ACTIVE);
    writeDocuments();
  }

  @Test
  void makesATokenisersShareAndStatementThatVerify() throws Exception {
    assertThat(run(TOKENISER, 2)).as(err.toString()).isZero();

    Signed<KeyStatement> statement = statement(TOKENISER, 2);
    KeyShare share = KeyShare.fromSecretBytes(SecretFile.read(key(TOKENISER, 2, "voprf.key")));
    assertThat(statement.content().keys()).isEqualTo(new TokeniserKeys(share.publicKey()));
    assertThat(statement.content().validFrom()).isEqualTo(NOW);
    assertThat(statement.content().validTo()).isEqualTo(NOW.plus(MemberLimits.STATEMENT_VALID));
    assertThat(out.toString())
        .contains("tokeniser tokeniser-one, epoch 2", statement.hash().base64Url());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void makesAPlatformsKeysAndStatesItsMetrics() throws Exception {
    int exitCode = run(PLATFORM, 2, "--metrics", "outstanding_principal,lenders", "--json");

    assertThat(exitCode).as(err.toString()).isZero();
    X25519PrivateKey sealing =
        X25519PrivateKey.fromSecretBytes(SecretFile.read(key(PLATFORM, 2, "sealing.key")));
    X25519PrivateKey mask =
        X25519PrivateKey.fromSecretBytes(SecretFile.read(key(PLATFORM, 2, "mask.key")));
    TreeSet<Metric> metrics =
        new TreeSet<>(
            List.of(
                Metric.named("outstanding_principal").orElseThrow(),
                Metric.named("lenders").orElseThrow()));
    assertThat(statement(PLATFORM, 2).content().keys())
        .isEqualTo(new PlatformKeys(sealing.publicKey(), mask.publicKey(), metrics));
    JsonNode told = new ObjectMapper().readTree(out.toString());
    assertThat(told.path("role").textValue()).isEqualTo("platform");
    assertThat(told.path("epoch").longValue()).isEqualTo(2);
    assertThat(told.path("hash").textValue()).isEqualTo(statement(PLATFORM, 2).hash().base64Url());
    assertThat(told.path("again").booleanValue()).isFalse();
    assertThat(Path.of(told.path("statement").textValue())).isRegularFile();
  }

  @Test
  void keepsKeysWhereOnlyTheirOwnerReadsThemAndPrintsNone() throws Exception {
    run(TOKENISER, 2);

    Path file = key(TOKENISER, 2, "voprf.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(out.toString() + err + Files.readString(published(TOKENISER, 2)))
        .doesNotContain(Files.readString(file).strip());
  }

  /** A second share under the same number would make every evaluation of the epoch fail. */
  @Test
  void repeatedItGivesWhatWasMadeAndDrawsNothing() throws Exception {
    run(TOKENISER, 2);
    String secret = Files.readString(key(TOKENISER, 2, "voprf.key"));
    String signed = Files.readString(published(TOKENISER, 2));
    now = NOW.plusSeconds(60);

    assertThat(run(TOKENISER, 2, "--json")).isZero();

    assertThat(Files.readString(key(TOKENISER, 2, "voprf.key"))).isEqualTo(secret);
    assertThat(Files.readString(published(TOKENISER, 2))).isEqualTo(signed);
    assertThat(out.toString()).contains("\"again\":true");
  }

  /** The second of a platform's keys or the statement may be missing after a power cut. */
  @Test
  void goesOnAfterAnInterruptionWithTheKeysThatAreThere() throws Exception {
    run(PLATFORM, 2, "--metrics", "all");
    String sealing = Files.readString(key(PLATFORM, 2, "sealing.key"));
    Files.delete(key(PLATFORM, 2, "mask.key"));
    Files.delete(published(PLATFORM, 2));

    assertThat(run(PLATFORM, 2, "--metrics", "all")).isZero();

    assertThat(Files.readString(key(PLATFORM, 2, "sealing.key"))).isEqualTo(sealing);
    assertThat(((PlatformKeys) statement(PLATFORM, 2).content().keys()).metrics())
        .hasSize(Limits.METRICS_MAX);
  }

  @Test
  void doesNotOverwriteAStatementOfOtherKeys() throws Exception {
    run(TOKENISER, 2);
    String signed = Files.readString(published(TOKENISER, 2));
    Files.delete(key(TOKENISER, 2, "voprf.key"));

    assertThat(run(TOKENISER, 2)).isEqualTo(3);

    assertThat(Files.readString(published(TOKENISER, 2))).isEqualTo(signed);
    assertThat(err.toString()).contains("not overwritten");
  }

  @Test
  void makesTheNextEpochAndNoneBeyondOrBefore() throws Exception {
    run(TOKENISER, 4);

    assertThat(run(TOKENISER, 6)).isEqualTo(3);
    assertThat(run(TOKENISER, 3)).isEqualTo(3);
    assertThat(err.toString()).contains("newest epoch with keys here is 4");
    assertThat(run(TOKENISER, 5)).isZero();
    assertThat(folders(TOKENISER)).containsExactly("epoch-4", "epoch-5");
  }

  @Test
  void drawsNothingForWhoIsNotInTheDirectoryOrHasNoKeysOfAnEpoch() throws Exception {
    PartyId stranger = new PartyId("one");
    Files.createDirectories(keys(stranger));
    Files.copy(keys(TOKENISER).resolve("signing.pem"), keys(stranger).resolve("signing.pem"));

    refusesAndDrawsNothing(stranger, "no such party");
    refusesAndDrawsNothing(BANK, "only tokenisers and platforms");
    refusesAndDrawsNothing(new PartyId("gateway"), "only tokenisers and platforms");
    refusesAndDrawsNothing(new PartyId("tokeniser-three"), "suspends");
  }

  @Test
  void drawsNothingWithAnotherSigningKeyThanTheDirectorys() throws Exception {
    Path other = keys(PLATFORM).resolve("signing.pem");

    refusesAndDrawsNothing(
        TOKENISER, "not the one that the directory lists", "--signing-key", other.toString());
  }

  @Test
  void drawsNothingUnderADirectoryThatHasExpiredOrIsNotSignedByEnough() throws Exception {
    expires = NOW;
    writeDocuments();
    refusesAndDrawsNothing(TOKENISER, "expired");

    expires = NOW.plusSeconds(1);
    regulators.remove("regulator-2");
    Files.writeString(home.resolve("directory.json"), signedDirectory());
    refusesAndDrawsNothing(TOKENISER, "");
  }

  @Test
  void aTokeniserStatesNoMetricsAndAPlatformStatesSome() throws Exception {
    refusesAndDrawsNothing(TOKENISER, "supplies no metrics", "--metrics", "lenders");
    refusesAndDrawsNothing(PLATFORM, "which metrics");
  }

  @Test
  void aRefusalIsAProblemForPrograms() throws Exception {
    assertThat(run(BANK, 2, "--json")).isEqualTo(3);

    JsonNode problem = new ObjectMapper().readTree(out.toString());
    assertThat(problem.path("type").textValue()).endsWith("unknown-party");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 366})
  void takesTheShortestAndTheLongestStatement(long days) throws Exception {
    assertThat(run(TOKENISER, 2, "--days", Long.toString(days))).isZero();

    assertThat(statement(TOKENISER, 2).content().validTo())
        .isEqualTo(NOW.plus(Duration.ofDays(days)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--days 0",
        "--days 367",
        "--days many",
        "--metrics wealth",
        "--metrics lenders,lenders",
        "--what"
      })
  void wrongUsageEndsWithTwoAndDrawsNothing(String more) throws Exception {
    assertThat(run(TOKENISER, 2, more.split(" "))).isEqualTo(2);

    assertThat(folders(TOKENISER)).isEmpty();
    assertThat(err.toString()).isNotEmpty();
  }

  @Test
  void anEpochAndAPartyHaveTheirForm() throws Exception {
    assertThat(execute("--party", "Tokeniser", "--epoch", "2")).isEqualTo(2);
    assertThat(execute("--party", TOKENISER.value(), "--epoch", "0")).isEqualTo(2);
    assertThat(execute("--party", TOKENISER.value())).isEqualTo(2);
  }

  @Test
  void aFileThatIsMissingOrTooLongEndsWithOneAndIsNamed() throws Exception {
    Path directory = home.resolve("directory.json");
    Files.writeString(directory, " ".repeat(Limits.DOCUMENT_LENGTH_MAX + 1));
    assertThat(run(TOKENISER, 2)).isEqualTo(1);
    assertThat(err.toString()).contains("directory.json", "longer than a document");

    Files.delete(directory);
    assertThat(run(TOKENISER, 2)).isEqualTo(1);
    assertThat(err.toString()).contains("no such file");
    assertThat(folders(TOKENISER)).isEmpty();
  }

  @Test
  void helpNamesEveryExitCode() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("0 made", "2 wrong usage", "3 refused", "1 anything else");
  }

  private void refusesAndDrawsNothing(PartyId party, String why, String... more)
      throws IOException {
    assertThat(run(party, 2, more)).as(party + " " + why).isEqualTo(3);
    assertThat(err.toString()).contains(why);
    assertThat(folders(party)).isEmpty();
    assertThat(published(party, 2)).doesNotExist();
  }

  private int run(PartyId party, long epoch, String... more) {
    List<String> line = new ArrayList<>(List.of("--party", party.value()));
    line.addAll(List.of("--epoch", Long.toString(epoch), "--keys", keys(party).toString()));
    line.addAll(List.of("--regulators", home.resolve("regulators.json").toString()));
    line.addAll(List.of("--directory", home.resolve("directory.json").toString()));
    line.addAll(List.of("--out", home.resolve("statements").toString()));
    line.addAll(List.of(more));
    return execute(line.toArray(String[]::new));
  }

  private int execute(String... line) {
    return NewEpochCommand.commandLine(InstantSource.fixed(now), randomness)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }

  private Signed<KeyStatement> statement(PartyId party, long epoch) throws Exception {
    return KeyStatement.verify(Files.readString(published(party, epoch)), directory());
  }

  private Path published(PartyId party, long epoch) {
    return home.resolve("statements").resolve(party + "-epoch-" + epoch + ".jws");
  }

  private Path key(PartyId party, long epoch, String name) {
    return keys(party).resolve("epoch-" + epoch).resolve(name);
  }

  private Path keys(PartyId party) {
    return home.resolve(party.value());
  }

  private List<String> folders(PartyId party) throws IOException {
    try (Stream<Path> entries = Files.list(keys(party))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith("epoch-"))
          .sorted()
          .toList();
    }
  }

  private void enter(PartyId id, Role role, Status status) throws IOException {
    KeyUse use = role == Role.BANK ? KeyUse.ACCESS : KeyUse.SIGNING;
    Es256PrivateKey key = Es256PrivateKey.generate(randomness);
    DirectoryKey listed = DirectoryKey.of(FEDERATION, id, use, id + "-1", key);
    TreeSet<String> groups = new TreeSet<>(List.of("group-of-" + id));
    parties.add(new Party(id, role, "Name", groups, "any", status, Map.of(use, listed)));
    Files.createDirectories(keys(id));
    SecretFile.writeText(keys(id).resolve("signing.pem"), key.toPem(SecretAccess.granted()));
  }

  private Directory directory() {
    TreeSet<PartyId> tokenisers = new TreeSet<>(List.of(TOKENISER, new PartyId("tokeniser-two")));
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    return new Directory(
        FEDERATION, 1, zone, "CNY", 2, parties, tokenisers, NOW.minusSeconds(60), expires);
  }

  private String signedDirectory() {
    return QuorumJws.sign(Directory.TYP, directory().toPayload(), regulators);
  }

  private void writeDocuments() throws IOException {
    SortedMap<String, Es256PublicKey> pinned = new TreeMap<>();
    regulators.forEach((kid, key) -> pinned.put(kid, key.publicKey()));
    Files.writeString(
        home.resolve("regulators.json"), new PinnedRegulators(FEDERATION, 2, pinned).toJson());
    Files.writeString(home.resolve("directory.json"), signedDirectory());
  }
}
