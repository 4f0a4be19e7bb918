package io.heji.gateway.played;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import io.heji.protocol.jws.Jti;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two tokenisers, four platforms of four company groups, an independent bank, a bank of the first
 * platform's group and one that gets suspended.
 */
public final class PlayedFederation {
  public static final String NAME = "play";
  public static final PartyId GATEWAY = new PartyId("gateway");
  public static final PartyId BANK = new PartyId("bank-north");
  public static final PartyId GROUP_BANK = new PartyId("bank-of-a");
  public static final PartyId UNCLASSED_BANK = new PartyId("bank-unclassed");
  public static final List<PartyId> TOKENISERS =
      List.of(new PartyId("tokeniser-one"), new PartyId("tokeniser-two"));
  public static final List<PartyId> PLATFORMS =
      List.of(
          new PartyId("platform-a"),
          new PartyId("platform-b"),
          new PartyId("platform-c"),
          new PartyId("platform-d"));
  public static final String PURPOSE = "loan-approval";
  public static final long AMOUNT_UNIT = 10_000;
  public static final long BANK_SUBJECTS_PER_DAY = 5;
  public static final long BANK_EVALUATIONS_PER_DAY = 6;
  public static final int RETENTION_DAYS = 7;

  /** How long everything is valid, from a day before now on. */
  public static final Duration LIFE = Duration.ofDays(90);

  private final Instant start;
  private final Randomness randomness = seeded(1);
  private final Es256PrivateKey regulator = Es256PrivateKey.generate(randomness);
  private final Map<PartyId, Map<KeyUse, Es256PrivateKey>> keys = new TreeMap<>();
  private final Map<PartyId, KeyShare> shares = new TreeMap<>();
  private final Map<PartyId, X25519PrivateKey> sealing = new TreeMap<>();
  private final Map<PartyId, X25519PrivateKey> masks = new TreeMap<>();
  private final Map<PartyId, EpochKeys> epochKeys = new TreeMap<>();
  private final Map<PartyId, Party> parties = new TreeMap<>();
  private final Set<PartyId> suspended = new HashSet<>();
  private long policySerial = 1;
  private Instant policyActiveFrom;
  private long dwellSeconds;

  /** Documents begin a day before this. */
  public PlayedFederation(Instant now) {
    this.start = now.minus(Duration.ofDays(1));
    this.policyActiveFrom = start;
    enter(GATEWAY, Role.GATEWAY, "operator", "operator", KeyUse.SIGNING);
    for (PartyId tokeniser : TOKENISERS) {
      enter(tokeniser, Role.TOKENISER, "group-of-" + tokeniser, "any", KeyUse.SIGNING);
      KeyShare share = KeyShare.generate(randomness);
      shares.put(tokeniser, share);
      epochKeys.put(tokeniser, new TokeniserKeys(share.publicKey()));
    }
    PLATFORMS.forEach(this::enterPlatform);
    enter(BANK, Role.BANK, "north", "commercial-bank", KeyUse.ACCESS, KeyUse.QUERY);
    enter(
        GROUP_BANK,
        Role.BANK,
        "group-of-platform-a",
        "commercial-bank",
        KeyUse.ACCESS,
        KeyUse.QUERY);
    enter(UNCLASSED_BANK, Role.BANK, "south", "pawnbroker", KeyUse.ACCESS, KeyUse.QUERY);
  }

  /** One more platform in the directory; it is on a roster only if that names it. */
  public void enterPlatform(PartyId platform) {
    // A group's id is no longer than a party's.
    String group = PLATFORMS.contains(platform) ? "group-of-" + platform : platform.value();
    enter(platform, Role.PLATFORM, group, "any", KeyUse.SIGNING);
    X25519PrivateKey ownSealing = X25519PrivateKey.generate(randomness);
    X25519PrivateKey ownMask = X25519PrivateKey.generate(randomness);
    sealing.put(platform, ownSealing);
    masks.put(platform, ownMask);
    epochKeys.put(
        platform,
        new PlatformKeys(
            ownSealing.publicKey(),
            ownMask.publicKey(),
            new TreeSet<>(EnumSet.allOf(Metric.class))));
  }

  public boolean knows(PartyId party) {
    return parties.containsKey(party);
  }

  /** The keys that a party states. */
  public EpochKeys epochKeys(PartyId party) {
    return Objects.requireNonNull(epochKeys.get(party));
  }

  /** From now on a party states these keys. */
  public void restate(PartyId party, EpochKeys keys) {
    epochKeys.put(party, keys);
  }

  /** What a party says of its keys for the first epoch. */
  public String statement(PartyId party) {
    return statement(party, party, start.plus(LIFE));
  }

  /** The same, signed by anybody and valid for any time. */
  public String statement(PartyId party, PartyId signer, Instant validTo) {
    KeyStatement statement = new KeyStatement(NAME, party, 1, start, validTo, epochKeys(party));
    return signed(KeyStatement.TYP, signer, statement.toPayload());
  }

  public static Randomness seeded(long seed) {
    return new SplittableRandom(seed)::nextBytes;
  }

  public static String kid(PartyId party, KeyUse use) {
    return party + "-" + use.wireName() + "-1";
  }

  public Randomness randomness() {
    return randomness;
  }

  public Es256PrivateKey key(PartyId party, KeyUse use) {
    return Objects.requireNonNull(Objects.requireNonNull(keys.get(party)).get(use));
  }

  public KeyShare share(PartyId tokeniser) {
    return Objects.requireNonNull(shares.get(tokeniser));
  }

  public X25519PrivateKey sealing(PartyId platform) {
    return Objects.requireNonNull(sealing.get(platform));
  }

  public X25519PrivateKey mask(PartyId platform) {
    return Objects.requireNonNull(masks.get(platform));
  }

  public PinnedRegulators pinned() {
    SortedMap<String, Es256PublicKey> pinned = new TreeMap<>();
    pinned.put("regulator-1", regulator.publicKey());
    return new PinnedRegulators(NAME, 1, pinned);
  }

  /** The first documents, with all platforms on the roster. */
  public SignedDocuments documents() {
    return documents(1, start, PLATFORMS);
  }

  /** All documents, with this roster; directory serials follow the roster's. */
  public SignedDocuments documents(long serial, Instant rosterFrom, Collection<PartyId> platforms) {
    Directory directory =
        new Directory(
            NAME,
            suspended.isEmpty() ? 1 : serial,
            ZoneId.of("Asia/Shanghai"),
            "CNY",
            2,
            List.copyOf(parties.values()),
            new TreeSet<>(TOKENISERS),
            start,
            start.plus(LIFE));
    List<String> statements = new ArrayList<>();
    SortedMap<PartyId, Bytes> members = new TreeMap<>();
    SortedMap<PartyId, Bytes> tokenisers = new TreeMap<>();
    platforms.forEach(platform -> members.put(platform, state(platform, statements)));
    TOKENISERS.forEach(tokeniser -> tokenisers.put(tokeniser, state(tokeniser, statements)));
    Bytes roster = new Roster(NAME, serial, 1, members, tokenisers, rosterFrom, "test").toPayload();
    return new SignedDocuments(
        byRegulator(Directory.TYP, directory.toPayload()),
        byRegulator(Federation.POLICY_TYP, policy()),
        signed(Roster.TYP, GATEWAY, roster),
        statements);
  }

  /** Documents signed from now on have a newer policy, which is active from then. */
  public void nextPolicy(Instant activeFrom) {
    policySerial++;
    policyActiveFrom = activeFrom;
  }

  /** Documents signed from now on suspend this party. */
  public void suspend(PartyId party) {
    suspended.add(party);
    Party before = Objects.requireNonNull(parties.get(party));
    parties.put(
        party,
        new Party(
            before.id(),
            before.role(),
            before.name(),
            before.groups(),
            before.licenceClass(),
            Status.SUSPENDED,
            before.keys()));
  }

  /** A fresh access token of a bank. */
  public String accessToken(PartyId bank, Instant now) {
    return accessToken(bank, now, Jti.next(now, randomness));
  }

  /** An access token of a bank with this id. */
  public String accessToken(PartyId bank, Instant now, String jti) {
    ObjectNode claims = Json.object();
    claims.put("iss", bank.value()).put("sub", bank.value()).put("aud", NAME);
    claims.put("iat", now.getEpochSecond()).put("exp", now.getEpochSecond() + 60).put("jti", jti);
    return CompactJws.sign(
        "bank-access+jwt", kid(bank, KeyUse.ACCESS), key(bank, KeyUse.ACCESS), Json.encode(claims));
  }

  private Bytes state(PartyId party, List<String> statements) {
    EpochKeys own = epochKeys(party);
    Bytes payload = new KeyStatement(NAME, party, 1, start, start.plus(LIFE), own).toPayload();
    statements.add(signed(KeyStatement.TYP, party, payload));
    return Sha256.of(payload);
  }

  /** What a party says of fresh keys for the second epoch. */
  public String statementOfSecondEpoch(PartyId party) {
    EpochKeys own =
        TOKENISERS.contains(party)
            ? new TokeniserKeys(KeyShare.generate(randomness).publicKey())
            : new PlatformKeys(
                X25519PrivateKey.generate(randomness).publicKey(),
                X25519PrivateKey.generate(randomness).publicKey(),
                new TreeSet<>(EnumSet.allOf(Metric.class)));
    KeyStatement statement = new KeyStatement(NAME, party, 2, start, start.plus(LIFE), own);
    return signed(KeyStatement.TYP, party, statement.toPayload());
  }

  /** A party's statement for the second epoch, with the keys of another's. */
  public String copyInSecondEpoch(PartyId party, String others) throws RefusedException {
    EpochKeys copied =
        KeyStatement.fromPayload(CompactJws.parse(others, KeyStatement.TYP).payload()).keys();
    KeyStatement statement = new KeyStatement(NAME, party, 2, start, start.plus(LIFE), copied);
    return signed(KeyStatement.TYP, party, statement.toPayload());
  }

  /** Policies signed from now on have this dwell time. */
  public void dwell(Duration dwell) {
    dwellSeconds = dwell.toSeconds();
  }

  private String signed(String typ, PartyId party, Bytes payload) {
    return CompactJws.sign(typ, kid(party, KeyUse.SIGNING), key(party, KeyUse.SIGNING), payload);
  }

  private String byRegulator(String typ, Bytes payload) {
    return QuorumJws.sign(typ, payload, Map.of("regulator-1", regulator));
  }

  private void enter(PartyId id, Role role, String group, String licence, KeyUse... uses) {
    Map<KeyUse, Es256PrivateKey> own = new EnumMap<>(KeyUse.class);
    Map<KeyUse, DirectoryKey> listed = new EnumMap<>(KeyUse.class);
    for (KeyUse use : uses) {
      Es256PrivateKey key = Es256PrivateKey.generate(randomness);
      own.put(use, key);
      listed.put(use, DirectoryKey.of(NAME, id, use, kid(id, use), key));
    }
    keys.put(id, own);
    parties.put(
        id,
        new Party(
            id,
            role,
            "Name of " + id,
            new TreeSet<>(List.of(group)),
            licence,
            Status.ACTIVE,
            listed));
  }

  private Bytes policy() {
    ObjectNode json = Json.object();
    json.put("federation", NAME).put("serial", policySerial);
    json.put("activeFrom", policyActiveFrom.getEpochSecond());
    json.put("expires", start.plus(LIFE).getEpochSecond());
    json.put("floor", 3);
    metric(json.putArray("metrics"), Metric.OUTSTANDING_PRINCIPAL, "sealed", AMOUNT_UNIT, 2);
    metric(json.withArray("/metrics"), Metric.LENDERS, "exact", 1, 1);
    metric(json.withArray("/metrics"), Metric.ACTIVE_LOANS, "exact", 1, 1);
    ObjectNode purpose = json.putArray("purposes").addObject();
    purpose.put("name", PURPOSE).putArray("bankClasses").add("commercial-bank");
    purpose
        .putArray("metrics")
        .add(Metric.OUTSTANDING_PRINCIPAL.wireName())
        .add(Metric.LENDERS.wireName());
    purpose.put("consentMaxDays", 30);
    json.putObject("quotas")
        .put("bankSubjectsPerDay", BANK_SUBJECTS_PER_DAY)
        .put("bankEvaluationsPerDay", BANK_EVALUATIONS_PER_DAY)
        .put("platformEvaluationsPerEpoch", 1000)
        .put("personSubjectsPerDay", 10);
    json.putObject("differencingGuard")
        .put("windowSeconds", 604_800)
        .put("repeatIntervalSeconds", 86_400);
    json.put("batchMax", 4);
    json.putObject("answerDelay").put("baseMillis", 0).put("perSubjectMillis", 0);
    json.put("rosterDwellSeconds", dwellSeconds).put("disclosureRetentionDays", RETENTION_DAYS);
    return Json.encode(json);
  }

  private static void metric(ArrayNode list, Metric metric, String form, long unit, int k) {
    list.addObject()
        .put("name", metric.wireName())
        .put("form", form)
        .put("unit", unit)
        .put("k", k)
        .put("coverageFloor", 2);
  }

  /** What the documents say now, for whoever verifies them with the pinned regulators. */
  public Federation verified(Instant now) throws RefusedException {
    return Federation.verify(documents(), pinned(), now);
  }
}
