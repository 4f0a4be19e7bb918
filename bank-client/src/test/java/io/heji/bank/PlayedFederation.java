package io.heji.bank;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.bank.profile.BankKeys;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.DirectoryKey;
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
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricKind;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A whole federation in memory with all its private keys: three regulators, a gateway, two
 * tokenisers, four platforms of four groups, an independent bank and one of a platform's group.
 */
final class PlayedFederation {
  static final String NAME = "play";
  static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  static final PartyId BANK = new PartyId("bank-north");
  static final PartyId GROUP_BANK = new PartyId("bank-of-a");
  static final PartyId GATEWAY = new PartyId("gateway");
  static final List<PartyId> PLATFORMS =
      List.of(
          new PartyId("platform-a"),
          new PartyId("platform-b"),
          new PartyId("platform-c"),
          new PartyId("platform-d"));
  static final List<PartyId> TOKENISERS =
      List.of(new PartyId("tokeniser-one"), new PartyId("tokeniser-two"));
  static final long AMOUNT_UNIT = 10_000;
  static final int COVERAGE_FLOOR = 2;
  static final int DWELL_SECONDS = 600;

  private static final long EPOCH = 1;
  private static final Duration LIFE = Duration.ofDays(90);

  final Randomness randomness;
  final Map<String, Es256PrivateKey> regulators = new TreeMap<>();
  final Map<PartyId, Map<KeyUse, Es256PrivateKey>> keys = new TreeMap<>();
  final Map<PartyId, KeyShare> shares = new TreeMap<>();
  final Map<PartyId, X25519PrivateKey> sealing = new TreeMap<>();
  final Map<PartyId, X25519PrivateKey> masks = new TreeMap<>();
  final List<Party> parties = new ArrayList<>();

  /** Which metrics a platform supplies, where it is not all. */
  final Map<PartyId, Set<Metric>> supplies = new TreeMap<>();

  Instant policyExpires = NOW.plus(LIFE);
  Instant directoryExpires = NOW.plus(LIFE);
  Instant statementsValidTo = NOW.plus(LIFE);

  PlayedFederation(long seed) {
    randomness = SeededRandomness.of(seed);
    for (int i = 1; i <= 3; i++) {
      regulators.put("regulator-" + i, Es256PrivateKey.generate(randomness));
    }
    enter(GATEWAY, Role.GATEWAY, "operator", KeyUse.SIGNING);
    for (PartyId tokeniser : TOKENISERS) {
      enter(tokeniser, Role.TOKENISER, "group-of-" + tokeniser, KeyUse.SIGNING);
      shares.put(tokeniser, KeyShare.generate(randomness));
    }
    for (PartyId platform : PLATFORMS) {
      enter(platform, Role.PLATFORM, "group-of-" + platform, KeyUse.SIGNING);
      sealing.put(platform, X25519PrivateKey.generate(randomness));
      masks.put(platform, X25519PrivateKey.generate(randomness));
    }
    enter(BANK, Role.BANK, "north", KeyUse.ACCESS, KeyUse.QUERY);
    enter(GROUP_BANK, Role.BANK, "group-of-platform-a", KeyUse.ACCESS, KeyUse.QUERY);
  }

  /** Documents signed from now on suspend this party. */
  void suspend(PartyId party) {
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

  BankKeys bankKeys(PartyId bank) {
    return new BankKeys(key(bank, KeyUse.ACCESS), key(bank, KeyUse.QUERY));
  }

  Es256PrivateKey key(PartyId party, KeyUse use) {
    Es256PrivateKey key = keys.getOrDefault(party, Map.of()).get(use);
    if (key == null) {
      throw new IllegalArgumentException(party + " has no " + use);
    }
    return key;
  }

  PinnedRegulators pinned() {
    SortedMap<String, Es256PublicKey> pinned = new TreeMap<>();
    regulators.forEach((kid, key) -> pinned.put(kid, key.publicKey()));
    return new PinnedRegulators(NAME, 2, pinned);
  }

  /** All documents, with these serials and these platforms on the roster. */
  SignedDocuments documents(long directorySerial, long rosterSerial, List<PartyId> roster) {
    Directory directory =
        new Directory(
            NAME,
            directorySerial,
            ZoneId.of("Asia/Shanghai"),
            "CNY",
            2,
            parties,
            new TreeSet<>(TOKENISERS),
            NOW.minus(Duration.ofDays(1)),
            directoryExpires);
    List<String> statements = new ArrayList<>();
    SortedMap<PartyId, Bytes> members = new TreeMap<>();
    SortedMap<PartyId, Bytes> tokenisers = new TreeMap<>();
    for (PartyId platform : roster) {
      members.put(platform, state(platform, statements));
    }
    for (PartyId tokeniser : TOKENISERS) {
      tokenisers.put(tokeniser, state(tokeniser, statements));
    }
    Bytes rosterPayload =
        new Roster(NAME, rosterSerial, EPOCH, members, tokenisers, NOW, "start").toPayload();
    return new SignedDocuments(
        QuorumJws.sign(Directory.TYP, directory.toPayload(), twoRegulators()),
        QuorumJws.sign(Federation.POLICY_TYP, policy(), twoRegulators()),
        CompactJws.sign(
            Roster.TYP, "gateway-signing-1", key(GATEWAY, KeyUse.SIGNING), rosterPayload),
        statements);
  }

  SignedDocuments documents() {
    return documents(1, 1, PLATFORMS);
  }

  Federation federation() throws RefusedException {
    return Federation.verify(documents(), pinned(), NOW);
  }

  private Map<String, Es256PrivateKey> twoRegulators() {
    Map<String, Es256PrivateKey> two = new TreeMap<>(regulators);
    two.remove("regulator-3");
    return two;
  }

  /** One more platform of the directory, for the roster or not. */
  void enterPlatform(PartyId id, String group, Status status) {
    enter(id, Role.PLATFORM, group, KeyUse.SIGNING);
    sealing.put(id, X25519PrivateKey.generate(randomness));
    masks.put(id, X25519PrivateKey.generate(randomness));
    Party entered = parties.removeLast();
    parties.add(
        new Party(
            id,
            Role.PLATFORM,
            entered.name(),
            entered.groups(),
            entered.licenceClass(),
            status,
            entered.keys()));
  }

  private void enter(PartyId id, Role role, String group, KeyUse... uses) {
    Map<KeyUse, Es256PrivateKey> own = new EnumMap<>(KeyUse.class);
    Map<KeyUse, DirectoryKey> listed = new EnumMap<>(KeyUse.class);
    for (KeyUse use : uses) {
      Es256PrivateKey key = Es256PrivateKey.generate(randomness);
      own.put(use, key);
      String kid = id + "-" + use.wireName() + "-1";
      listed.put(use, DirectoryKey.of(NAME, id, use, kid, key));
    }
    keys.put(id, own);
    parties.add(
        new Party(
            id,
            role,
            "Name of " + id,
            new TreeSet<>(List.of(group)),
            "commercial-bank",
            Status.ACTIVE,
            listed));
  }

  private Bytes state(PartyId party, List<String> statements) {
    KeyStatement statement =
        new KeyStatement(
            NAME,
            party,
            EPOCH,
            NOW.minus(Duration.ofDays(1)),
            statementsValidTo,
            shares.containsKey(party)
                ? new TokeniserKeys(share(party).publicKey())
                : new PlatformKeys(
                    own(sealing, party).publicKey(),
                    own(masks, party).publicKey(),
                    new TreeSet<>(supplied(party))));
    Bytes payload = statement.toPayload();
    statements.add(
        CompactJws.sign(
            KeyStatement.TYP, party + "-signing-1", key(party, KeyUse.SIGNING), payload));
    return Sha256.of(payload);
  }

  Set<Metric> supplied(PartyId platform) {
    return supplies.getOrDefault(platform, EnumSet.allOf(Metric.class));
  }

  KeyShare share(PartyId tokeniser) {
    return own(shares, tokeniser);
  }

  static <T> T own(Map<PartyId, T> map, PartyId party) {
    T value = map.get(party);
    if (value == null) {
      throw new IllegalArgumentException("nothing of " + party);
    }
    return value;
  }

  private Bytes policy() {
    ObjectNode json = Json.object();
    json.put("federation", NAME).put("serial", 1).put("floor", 3);
    json.put("activeFrom", NOW.minus(Duration.ofDays(1)).getEpochSecond());
    json.put("expires", policyExpires.getEpochSecond());
    ArrayNode metrics = json.putArray("metrics");
    for (Metric metric : Metric.values()) {
      boolean amount = metric.kind() == MetricKind.AMOUNT;
      if (metric != Metric.APPLICATIONS_90D) {
        metrics
            .addObject()
            .put("name", metric.wireName())
            .put("form", amount ? "sealed" : "exact")
            .put("unit", amount ? AMOUNT_UNIT : 1)
            .put("k", amount ? 2 : 1)
            .put("coverageFloor", COVERAGE_FLOOR);
      }
    }
    ObjectNode purpose = json.putArray("purposes").addObject();
    purpose.put("name", "loan-approval").putArray("bankClasses").add("commercial-bank");
    ArrayNode granted = purpose.putArray("metrics");
    metrics.forEach(metric -> granted.add(metric.path("name").asText()));
    purpose.put("consentMaxDays", 30);
    json.putObject("quotas")
        .put("bankSubjectsPerDay", 1000)
        .put("bankEvaluationsPerDay", 1000)
        .put("platformEvaluationsPerEpoch", 1000)
        .put("personSubjectsPerDay", 10);
    json.putObject("differencingGuard")
        .put("windowSeconds", 604_800)
        .put("repeatIntervalSeconds", 86_400);
    json.put("batchMax", 1000);
    json.putObject("answerDelay").put("baseMillis", 250).put("perSubjectMillis", 3);
    json.put("rosterDwellSeconds", DWELL_SECONDS).put("disclosureRetentionDays", 7);
    return Json.encode(json);
  }
}
