package io.heji.tokeniser.played;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.EpochKeys;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.document.Status;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.QuorumJws;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two tokenisers, a bank, a suspended bank, a platform and an auditor, at one point in time. */
public final class PlayedFederation {
  public static final String NAME = "play";
  public static final PartyId GATEWAY = new PartyId("gateway");
  public static final PartyId SELF = new PartyId("tokeniser-one");
  public static final PartyId OTHER = new PartyId("tokeniser-two");
  public static final PartyId BANK = new PartyId("bank-north");
  public static final PartyId SUSPENDED = new PartyId("bank-gone");
  public static final PartyId PLATFORM = new PartyId("platform-a");
  public static final PartyId AUDITOR = new PartyId("auditor");
  public static final long EPOCH = 1;
  public static final long BANK_PER_DAY = 5;
  public static final long PLATFORM_PER_EPOCH = 7;

  /** How long directory and key statements are valid from a day before now on. */
  public static final Duration LIFE = Duration.ofDays(90);

  private final Instant start;
  private final Randomness randomness = seeded(1);
  private final Es256PrivateKey regulator = Es256PrivateKey.generate(randomness);
  private final Map<PartyId, Map<KeyUse, Es256PrivateKey>> keys = new TreeMap<>();
  private final Map<PartyId, KeyShare> shares = new TreeMap<>();
  private final Map<PartyId, EpochKeys> epochKeys = new LinkedHashMap<>();
  private final List<Party> parties = new ArrayList<>();
  private long directorySerial = 1;
  private Duration statementsLife = LIFE;

  /** Documents begin a day before this. */
  public PlayedFederation(Instant now) {
    this.start = now.minus(Duration.ofDays(1));
    enter(GATEWAY, Role.GATEWAY, Status.ACTIVE, KeyUse.SIGNING);
    for (PartyId tokeniser : List.of(SELF, OTHER)) {
      enter(tokeniser, Role.TOKENISER, Status.ACTIVE, KeyUse.SIGNING);
      KeyShare share = KeyShare.generate(randomness);
      shares.put(tokeniser, share);
      epochKeys.put(tokeniser, new TokeniserKeys(share.publicKey()));
    }
    enter(PLATFORM, Role.PLATFORM, Status.ACTIVE, KeyUse.SIGNING);
    epochKeys.put(
        PLATFORM,
        new PlatformKeys(
            X25519PrivateKey.generate(randomness).publicKey(),
            X25519PrivateKey.generate(randomness).publicKey(),
            new TreeSet<>()));
    enter(BANK, Role.BANK, Status.ACTIVE, KeyUse.ACCESS, KeyUse.QUERY);
    enter(SUSPENDED, Role.BANK, Status.SUSPENDED, KeyUse.ACCESS, KeyUse.QUERY);
    enter(AUDITOR, Role.AUDITOR, Status.ACTIVE, KeyUse.SIGNING);
  }

  /** The same bytes for the same seed. */
  public static Randomness seeded(long seed) {
    return new SplittableRandom(seed)::nextBytes;
  }

  public static String kid(PartyId party, KeyUse use) {
    return party + "-" + use.wireName() + "-1";
  }

  public Es256PrivateKey key(PartyId party, KeyUse use) {
    return Objects.requireNonNull(Objects.requireNonNull(keys.get(party)).get(use));
  }

  public KeyShare share(PartyId tokeniser) {
    return Objects.requireNonNull(shares.get(tokeniser));
  }

  public PinnedRegulators pinned() {
    SortedMap<String, Es256PublicKey> pinned = new TreeMap<>();
    pinned.put("regulator-1", regulator.publicKey());
    return new PinnedRegulators(NAME, 1, pinned);
  }

  public SignedDocuments documents() {
    return documents(1, start, LIFE);
  }

  /** All documents, with this roster, and a policy bundle that is active for this long. */
  public SignedDocuments documents(long rosterSerial, Instant rosterFrom, Duration policyLife) {
    Directory directory =
        new Directory(
            NAME,
            directorySerial,
            ZoneId.of("Asia/Shanghai"),
            "CNY",
            2,
            parties,
            new TreeSet<>(List.of(SELF, OTHER)),
            start,
            start.plus(LIFE));
    List<String> statements = new ArrayList<>();
    SortedMap<PartyId, Bytes> members = new TreeMap<>();
    SortedMap<PartyId, Bytes> tokenisers = new TreeMap<>();
    epochKeys.forEach(
        (party, own) ->
            (party.equals(PLATFORM) ? members : tokenisers)
                .put(party, state(party, own, statements)));
    Bytes roster =
        new Roster(NAME, rosterSerial, EPOCH, members, tokenisers, rosterFrom, "test").toPayload();
    return new SignedDocuments(
        byRegulator(Directory.TYP, directory.toPayload()),
        byRegulator(Federation.POLICY_TYP, policy(policyLife)),
        signed(Roster.TYP, GATEWAY, roster),
        statements);
  }

  /** Documents signed from now on suspend this party, by a newer directory. */
  public void suspend(PartyId party) {
    directorySerial++;
    parties.replaceAll(
        p ->
            p.id().equals(party)
                ? new Party(
                    p.id(),
                    p.role(),
                    p.name(),
                    p.groups(),
                    p.licenceClass(),
                    Status.SUSPENDED,
                    p.keys())
                : p);
  }

  /** Key statements signed from now on are valid for this long, from a day before now. */
  public void statementsLive(Duration life) {
    statementsLife = life;
  }

  private Bytes state(PartyId party, EpochKeys own, List<String> statements) {
    Bytes payload =
        new KeyStatement(NAME, party, EPOCH, start, start.plus(statementsLife), own).toPayload();
    statements.add(signed(KeyStatement.TYP, party, payload));
    return Sha256.of(payload);
  }

  private String signed(String typ, PartyId party, Bytes payload) {
    return CompactJws.sign(typ, kid(party, KeyUse.SIGNING), key(party, KeyUse.SIGNING), payload);
  }

  private String byRegulator(String typ, Bytes payload) {
    return QuorumJws.sign(typ, payload, Map.of("regulator-1", regulator));
  }

  private void enter(PartyId id, Role role, Status status, KeyUse... uses) {
    Map<KeyUse, Es256PrivateKey> own = new EnumMap<>(KeyUse.class);
    Map<KeyUse, DirectoryKey> listed = new EnumMap<>(KeyUse.class);
    for (KeyUse use : uses) {
      Es256PrivateKey key = Es256PrivateKey.generate(randomness);
      own.put(use, key);
      listed.put(use, DirectoryKey.of(NAME, id, use, kid(id, use), key));
    }
    keys.put(id, own);
    TreeSet<String> group = new TreeSet<>(List.of("group-of-" + id));
    parties.add(new Party(id, role, "Name of " + id, group, "any", status, listed));
  }

  private Bytes policy(Duration life) {
    ObjectNode json = Json.object();
    json.put("federation", NAME).put("serial", 1);
    json.put("activeFrom", start.getEpochSecond());
    json.put("expires", start.plus(life).getEpochSecond());
    json.put("floor", 3);
    json.putArray("metrics");
    json.putArray("purposes");
    ObjectNode quotas = json.putObject("quotas");
    // By its declared book alone: a platform that declared none gets nothing here.
    quotas.putObject("declaredBooks").put(PLATFORM.value(), PLATFORM_PER_EPOCH);
    quotas
        .put("bankSubjectsPerDay", 0)
        .put("bankEvaluationsPerDay", BANK_PER_DAY)
        .put("platformEvaluationsPerEpoch", 0)
        .put("personSubjectsPerDay", 10);
    json.putObject("differencingGuard")
        .put("windowSeconds", 604_800)
        .put("repeatIntervalSeconds", 86_400);
    json.put("batchMax", 1000);
    json.putObject("answerDelay").put("baseMillis", 0).put("perSubjectMillis", 0);
    json.put("rosterDwellSeconds", 0).put("disclosureRetentionDays", 1);
    return Json.encode(json);
  }
}
