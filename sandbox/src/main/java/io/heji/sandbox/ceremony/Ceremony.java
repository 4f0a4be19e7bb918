package io.heji.sandbox.ceremony;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.bank.profile.BankProfile;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.Status;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.query.Consent;
import io.heji.sandbox.ceremony.Cast.Member;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes and writes everything a federation needs before its processes start. Used once. */
public final class Ceremony {
  /** The federation's id. */
  public static final String FEDERATION = "heji-sandbox";

  /** In which zone its days are. */
  public static final ZoneId TIME_ZONE = ZoneId.of("Asia/Shanghai");

  private static final String BUNDLE = "/bundles/consumer-credit/policy.json";
  private static final Duration DOCUMENTS_VALID = Duration.ofDays(90);
  private static final Duration CONSENT_AGE = Duration.ofDays(1);
  private static final Duration CONSENT_VALID = Duration.ofDays(20);
  private static final int REGULATORS = 3;
  private static final int THRESHOLD = 2;
  private static final long EPOCH = 1;
  private static final int LOCAL_KEY_BYTES = 32;
  private static final List<String> PURPOSES =
      List.of("loan-approval", "credit-line-review", "fraud-check");

  private final FederationLayout layout;
  private final Cast cast;
  private final RosterPace pace;
  private final SortedMap<PartyId, Long> declaredBooks;
  private final Instant now;
  private final Randomness randomness;
  private final Map<PartyId, Es256PrivateKey> signingKeys = new LinkedHashMap<>();

  /**
   * @param declaredBooks how many customers platforms declare that have more than the shipped
   *     bundle's quota
   */
  public Ceremony(
      FederationLayout layout,
      Cast cast,
      RosterPace pace,
      SortedMap<PartyId, Long> declaredBooks,
      Instant now,
      Randomness randomness) {
    this.declaredBooks = new TreeMap<>(declaredBooks);
    this.layout = layout;
    this.cast = cast;
    this.pace = pace;
    this.now = now;
    this.randomness = randomness;
  }

  /** Does all of it; the gateway's API will be at {@code gatewayApi}. */
  public void run(URI gatewayApi) throws IOException, GeneralSecurityException {
    SortedMap<String, Es256PrivateKey> regulators = regulators();
    List<Party> parties = parties();
    writeDocuments(regulators, parties);
    certificates();
    for (Member bank : Cast.BANKS) {
      writeBank(bank, gatewayApi);
    }
  }

  private SortedMap<String, Es256PrivateKey> regulators() throws IOException {
    SortedMap<String, Es256PrivateKey> keys = new TreeMap<>();
    for (int i = 1; i <= REGULATORS; i++) {
      keys.put("regulator-" + i, Es256PrivateKey.generate(randomness));
    }
    SortedMap<String, io.heji.crypto.sign.Es256PublicKey> pinned = new TreeMap<>();
    keys.forEach((kid, key) -> pinned.put(kid, key.publicKey()));
    write(layout.regulators(), new PinnedRegulators(FEDERATION, THRESHOLD, pinned).toJson());
    return keys;
  }

  private List<Party> parties() throws IOException {
    List<Party> parties = new ArrayList<>();
    parties.add(party(Cast.GATEWAY, Role.GATEWAY, KeyUse.SIGNING));
    writeSecret(Cast.GATEWAY.id(), "consent.key");
    for (Member tokeniser : Cast.TOKENISERS) {
      parties.add(party(tokeniser, Role.TOKENISER, KeyUse.SIGNING));
    }
    for (Member platform : cast.platforms()) {
      parties.add(party(platform, Role.PLATFORM, KeyUse.SIGNING));
      writeSecret(platform.id(), "index.key");
    }
    for (Member bank : Cast.BANKS) {
      parties.add(party(bank, Role.BANK, KeyUse.ACCESS, KeyUse.QUERY));
    }
    return parties;
  }

  private Party party(Member member, Role role, KeyUse... uses) throws IOException {
    Path folder =
        role == Role.BANK ? layout.bank(member.id()).resolve("keys") : layout.keys(member.id());
    Files.createDirectories(folder);
    Map<KeyUse, DirectoryKey> keys = new EnumMap<>(KeyUse.class);
    for (KeyUse use : uses) {
      Es256PrivateKey key = Es256PrivateKey.generate(randomness);
      String kid = member.id() + "-" + use.wireName() + "-1";
      keys.put(use, DirectoryKey.of(FEDERATION, member.id(), use, kid, key));
      SecretFile.writeText(
          folder.resolve(use.wireName() + ".pem"), key.toPem(SecretAccess.granted()));
      if (use == KeyUse.SIGNING) {
        signingKeys.put(member.id(), key);
      }
    }
    return new Party(
        member.id(),
        role,
        member.name(),
        new TreeSet<>(List.of(member.group())),
        member.licenceClass(),
        Status.ACTIVE,
        keys);
  }

  private void writeSecret(PartyId party, String name) throws IOException {
    SecretFile.write(
        layout.keys(party).resolve(name), SecretBytes.random(LOCAL_KEY_BYTES, randomness));
  }

  private void writeDocuments(SortedMap<String, Es256PrivateKey> regulators, List<Party> parties)
      throws IOException {
    // Two of three sign: one may be away.
    SortedMap<String, Es256PrivateKey> signers =
        new TreeMap<>(regulators.headMap("regulator-" + (THRESHOLD + 1)));
    TreeSet<PartyId> tokenisers = new TreeSet<>();
    Cast.TOKENISERS.forEach(tokeniser -> tokenisers.add(tokeniser.id()));
    Directory directory =
        new Directory(
            FEDERATION,
            1,
            TIME_ZONE,
            "CNY",
            2,
            parties,
            tokenisers,
            now,
            now.plus(DOCUMENTS_VALID));
    write(
        layout.documents().resolve("directory.json"),
        QuorumJws.sign(Directory.TYP, directory.toPayload(), signers));
    write(
        layout.documents().resolve("policy.json"),
        QuorumJws.sign(Federation.POLICY_TYP, policy(), signers));
    writeRoster();
  }

  /** The shipped bundle, with federation and times filled in. */
  private Bytes policy() throws IOException {
    try (InputStream shipped = Ceremony.class.getResourceAsStream(BUNDLE)) {
      if (shipped == null) {
        throw new IOException("the shipped policy bundle is missing from the class path");
      }
      ObjectNode bundle = (ObjectNode) new ObjectMapper().readTree(shipped);
      bundle.put("federation", FEDERATION).put("serial", 1);
      bundle.put("rosterDwellSeconds", pace.dwell().toSeconds());
      bundle.put("activeFrom", now.getEpochSecond());
      bundle.put("expires", now.plus(DOCUMENTS_VALID).getEpochSecond());
      if (!declaredBooks.isEmpty()) {
        ObjectNode books = ((ObjectNode) bundle.path("quotas")).putObject("declaredBooks");
        declaredBooks.forEach((platform, customers) -> books.put(platform.value(), customers));
      }
      return Json.encode(bundle);
    }
  }

  private void writeRoster() throws IOException {
    EpochCeremony.Stated stated =
        new EpochCeremony(layout, cast, DOCUMENTS_VALID, now, randomness).run(EPOCH);
    Roster roster =
        new Roster(
            FEDERATION, 1, EPOCH, stated.platforms(), stated.tokenisers(), now, "first roster");
    write(
        layout.documents().resolve("roster.jws"),
        CompactJws.sign(
            Roster.TYP,
            Cast.GATEWAY.id() + "-signing-1",
            signingKey(Cast.GATEWAY.id()),
            roster.toPayload()));
  }

  private Es256PrivateKey signingKey(PartyId party) {
    Es256PrivateKey key = signingKeys.get(party);
    if (key == null) {
      throw new IllegalStateException("bug: no signing key of " + party);
    }
    return key;
  }

  private void certificates() throws IOException, GeneralSecurityException {
    CertificateAuthority ca = new CertificateAuthority(FEDERATION, now, randomness);
    write(layout.ca(), ca.certificatePem());
    List<Member> members = new ArrayList<>(List.of(Cast.GATEWAY));
    members.addAll(Cast.TOKENISERS);
    members.addAll(cast.platforms());
    for (Member member : members) {
      CertificateAuthority.Issued issued = ca.issue(member.id());
      write(layout.certificate(member.id()), issued.certificate());
      SecretFile.writeText(layout.certificateKey(member.id()), issued.key());
    }
  }

  private void writeBank(Member bank, URI gatewayApi) throws IOException {
    List<Consent> consents = new ArrayList<>();
    Instant granted = now.minus(CONSENT_AGE);
    for (String purpose : PURPOSES) {
      consents.add(
          new Consent(consentId(purpose), granted, now.plus(CONSENT_VALID), List.of(purpose)));
    }
    BankProfile profile =
        new BankProfile(
            bank.id(),
            FEDERATION,
            gatewayApi,
            "../../ca.pem",
            "keys",
            "../../regulators.json",
            bank.equals(Cast.INDEPENDENT_BANK),
            consents);
    write(layout.bank(bank.id()).resolve(BankProfile.FILE), profile.toJson());
  }

  /** The id of the consent that each bank of the sandbox holds for a purpose. */
  public static String consentId(String purpose) {
    return "consent-" + purpose;
  }

  private static void write(Path file, String text) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
