package io.heji.policy.adoption;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.sign.Es256PrivateKey;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Documents of a small federation, signed with whatever is in the fields at the time. */
final class PlayedDocuments {
  static final PartyId TOKENISER = new PartyId("tokeniser-one");
  static final PartyId A = new PartyId("platform-a");
  static final PartyId B = new PartyId("platform-b");
  static final PartyId C = new PartyId("platform-c");
  static final Duration DWELL = Duration.ofMinutes(10);
  private static final PartyId GATEWAY = new PartyId("gateway");
  private static final String NAME = "play";
  private static final List<PartyId> TOKENISERS = List.of(TOKENISER, new PartyId("tokeniser-two"));

  private final Instant start;
  private final Randomness randomness = new SplittableRandom(3)::nextBytes;
  private final Es256PrivateKey regulator = Es256PrivateKey.generate(randomness);
  private final Map<PartyId, Es256PrivateKey> signing = new HashMap<>();
  private final Map<String, EpochKeys> epochKeys = new HashMap<>();
  private final List<Party> parties = new ArrayList<>();
  private final Set<PartyId> suspended = new HashSet<>();
  long directorySerial = 1;
  Instant directoryExpires;
  Instant statementsValidTo;
  long rosterSerial = 1;
  long epoch = 1;
  Instant from;
  String reason = "test";
  Set<PartyId> members = Set.of(A, B, C);

  PlayedDocuments(Instant now) {
    start = now.minus(Duration.ofDays(1));
    from = start;
    directoryExpires = now.plus(Duration.ofDays(60));
    statementsValidTo = now.plus(Duration.ofDays(30));
    enter(GATEWAY, Role.GATEWAY);
    TOKENISERS.forEach(tokeniser -> enter(tokeniser, Role.TOKENISER));
    List.of(A, B, C).forEach(platform -> enter(platform, Role.PLATFORM));
  }

  PinnedRegulators pinned() {
    return new PinnedRegulators(
        NAME, 1, new TreeMap<>(Map.of("regulator-1", regulator.publicKey())));
  }

  /** By a newer directory. */
  void suspend(PartyId party) {
    suspended.add(party);
    directorySerial++;
  }

  /** The next roster, from then on. */
  SignedDocuments next(Instant starting, PartyId... on) {
    rosterSerial++;
    from = starting;
    members = Set.of(on);
    return signed();
  }

  SignedDocuments signed() {
    List<String> statements = new ArrayList<>();
    SortedMap<PartyId, Bytes> platforms = new TreeMap<>();
    members.forEach(member -> platforms.put(member, state(member, statements)));
    SortedMap<PartyId, Bytes> tokenisers = new TreeMap<>();
    TOKENISERS.forEach(tokeniser -> tokenisers.put(tokeniser, state(tokeniser, statements)));
    Roster roster = new Roster(NAME, rosterSerial, epoch, platforms, tokenisers, from, reason);
    return new SignedDocuments(
        byRegulator(Directory.TYP, directory().toPayload()),
        byRegulator(Federation.POLICY_TYP, policy()),
        by(GATEWAY, Roster.TYP, roster.toPayload()),
        statements);
  }

  private Directory directory() {
    List<Party> listed =
        parties.stream()
            .map(p -> suspended.contains(p.id()) ? withStatus(p, Status.SUSPENDED) : p)
            .toList();
    return new Directory(
        NAME,
        directorySerial,
        ZoneId.of("Asia/Shanghai"),
        "CNY",
        2,
        listed,
        new TreeSet<>(TOKENISERS),
        start,
        directoryExpires);
  }

  private static Party withStatus(Party party, Status status) {
    return new Party(
        party.id(),
        party.role(),
        party.name(),
        party.groups(),
        party.licenceClass(),
        status,
        party.keys());
  }

  private void enter(PartyId id, Role role) {
    Es256PrivateKey key = Es256PrivateKey.generate(randomness);
    signing.put(id, key);
    DirectoryKey listed = DirectoryKey.of(NAME, id, KeyUse.SIGNING, id + "-signing-1", key);
    parties.add(
        new Party(
            id,
            role,
            "Name of " + id,
            new TreeSet<>(List.of("group-of-" + id)),
            "any",
            Status.ACTIVE,
            Map.of(KeyUse.SIGNING, listed)));
  }

  private Bytes state(PartyId party, List<String> statements) {
    EpochKeys own = epochKeys.computeIfAbsent(party + "/" + epoch, _ -> newKeys(party));
    Bytes payload = new KeyStatement(NAME, party, epoch, start, statementsValidTo, own).toPayload();
    statements.add(by(party, KeyStatement.TYP, payload));
    return Sha256.of(payload);
  }

  private EpochKeys newKeys(PartyId party) {
    return TOKENISERS.contains(party)
        ? new TokeniserKeys(KeyShare.generate(randomness).publicKey())
        : new PlatformKeys(
            X25519PrivateKey.generate(randomness).publicKey(),
            X25519PrivateKey.generate(randomness).publicKey(),
            new TreeSet<>());
  }

  private String by(PartyId party, String typ, Bytes payload) {
    return CompactJws.sign(
        typ, party + "-signing-1", Objects.requireNonNull(signing.get(party)), payload);
  }

  private String byRegulator(String typ, Bytes payload) {
    return QuorumJws.sign(typ, payload, Map.of("regulator-1", regulator));
  }

  private Bytes policy() {
    ObjectNode json = Json.object();
    json.put("federation", NAME).put("serial", 1).put("activeFrom", start.getEpochSecond());
    json.put("expires", start.plus(Duration.ofDays(365)).getEpochSecond());
    json.put("floor", 2).put("batchMax", 10).put("disclosureRetentionDays", 1);
    json.put("rosterDwellSeconds", DWELL.toSeconds());
    json.putArray("metrics");
    json.putArray("purposes");
    json.putObject("quotas")
        .put("bankSubjectsPerDay", 1)
        .put("bankEvaluationsPerDay", 1)
        .put("platformEvaluationsPerEpoch", 1)
        .put("personSubjectsPerDay", 1);
    json.putObject("differencingGuard").put("windowSeconds", 3600).put("repeatIntervalSeconds", 1);
    json.putObject("answerDelay").put("baseMillis", 0).put("perSubjectMillis", 0);
    return Json.encode(json);
  }
}
