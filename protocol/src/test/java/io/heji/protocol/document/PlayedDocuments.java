package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.problem.RefusedException;
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

/**
 * A right set of documents that a test makes wrong in one place: three regulators of whom two sign,
 * a gateway, two tokenisers, three platforms, a bank.
 */
public final class PlayedDocuments {
  public static final String NAME = "play";
  public static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
  public static final PartyId GATEWAY = new PartyId("gateway");
  public static final PartyId TOKENISER_ONE = new PartyId("tokeniser-one");
  public static final PartyId TOKENISER_TWO = new PartyId("tokeniser-two");
  public static final PartyId PLATFORM_A = new PartyId("platform-a");
  public static final PartyId PLATFORM_B = new PartyId("platform-b");
  public static final PartyId PLATFORM_C = new PartyId("platform-c");
  public static final PartyId BANK = new PartyId("bank-north");

  private static final Instant START = NOW.minus(Duration.ofDays(1));
  private static final Instant END = NOW.plus(Duration.ofDays(89));
  private static final int THRESHOLD = 2;

  private final Randomness randomness = new SplittableRandom(1)::nextBytes;
  final SortedMap<String, Es256PrivateKey> regulators = new TreeMap<>();
  final List<Party> parties = new ArrayList<>();
  final Map<PartyId, EpochKeys> epochKeys = new LinkedHashMap<>();
  final TreeSet<PartyId> tokenisers = new TreeSet<>(List.of(TOKENISER_ONE, TOKENISER_TWO));
  private final Map<String, Es256PrivateKey> keys = new TreeMap<>();

  public PlayedDocuments() {
    for (int i = 1; i <= 3; i++) {
      regulators.put("regulator-" + i, newKey());
    }
    enter(GATEWAY, Role.GATEWAY, KeyUse.SIGNING);
    for (PartyId tokeniser : tokenisers) {
      enter(tokeniser, Role.TOKENISER, KeyUse.SIGNING);
      epochKeys.put(tokeniser, new TokeniserKeys(KeyShare.generate(randomness).publicKey()));
    }
    for (PartyId platform : List.of(PLATFORM_A, PLATFORM_B, PLATFORM_C)) {
      enter(platform, Role.PLATFORM, KeyUse.SIGNING);
      epochKeys.put(platform, newPlatformKeys());
    }
    enter(BANK, Role.BANK, KeyUse.ACCESS, KeyUse.QUERY);
  }

  Es256PrivateKey newKey() {
    return Es256PrivateKey.generate(randomness);
  }

  PlatformKeys newPlatformKeys() {
    return new PlatformKeys(
        X25519PrivateKey.generate(randomness).publicKey(),
        X25519PrivateKey.generate(randomness).publicKey(),
        new TreeSet<>());
  }

  void enter(PartyId id, Role role, KeyUse... uses) {
    Map<KeyUse, DirectoryKey> listed = new EnumMap<>(KeyUse.class);
    for (KeyUse use : uses) {
      Es256PrivateKey key = newKey();
      keys.put(kid(id, use), key);
      listed.put(use, DirectoryKey.of(NAME, id, use, kid(id, use), key));
    }
    TreeSet<String> groups = new TreeSet<>(List.of("group-of-" + id));
    parties.add(new Party(id, role, "Name of " + id, groups, "any", Status.ACTIVE, listed));
  }

  static String kid(PartyId id, KeyUse use) {
    return id + "-" + use.wireName() + "-1";
  }

  public Es256PrivateKey key(PartyId id, KeyUse use) {
    return Objects.requireNonNull(keys.get(kid(id, use)));
  }

  Party party(PartyId id) {
    return parties.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }

  PlatformKeys platformKeys(PartyId id) {
    return (PlatformKeys) Objects.requireNonNull(epochKeys.get(id));
  }

  /** Puts another entry in the place of the one of this id. */
  void replace(PartyId id, Party with) {
    parties.replaceAll(party -> party.id().equals(id) ? with : party);
  }

  void suspend(PartyId id) {
    Party was = party(id);
    replace(
        id,
        new Party(
            id,
            was.role(),
            was.name(),
            was.groups(),
            was.licenceClass(),
            Status.SUSPENDED,
            was.keys()));
  }

  PinnedRegulators pinned() {
    SortedMap<String, Es256PublicKey> pinned = new TreeMap<>();
    regulators.forEach((kid, key) -> pinned.put(kid, key.publicKey()));
    return new PinnedRegulators(NAME, THRESHOLD, pinned);
  }

  Directory directory() {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    return new Directory(NAME, 1, zone, "CNY", 2, parties, tokenisers, START, END);
  }

  KeyStatement statement(PartyId id) {
    EpochKeys own = Objects.requireNonNull(epochKeys.get(id));
    return new KeyStatement(NAME, id, 1, START, END, own);
  }

  Roster roster() {
    SortedMap<PartyId, Bytes> members = new TreeMap<>();
    SortedMap<PartyId, Bytes> shares = new TreeMap<>();
    epochKeys.forEach(
        (id, own) ->
            (own instanceof TokeniserKeys ? shares : members)
                .put(id, Sha256.of(statement(id).toPayload())));
    return new Roster(NAME, 1, 1, members, shares, START, "test");
  }

  static Bytes policy() {
    ObjectNode json = Json.object();
    json.put("serial", 1);
    return Json.encode(json);
  }

  /** Two of three, as many as must. */
  String byRegulators(String typ, Bytes payload) {
    return QuorumJws.sign(typ, payload, regulators.headMap("regulator-3"));
  }

  String by(PartyId id, String typ, Bytes payload) {
    return CompactJws.sign(typ, kid(id, KeyUse.SIGNING), key(id, KeyUse.SIGNING), payload);
  }

  SignedDocuments signed() {
    List<String> statements = new ArrayList<>();
    epochKeys.keySet().forEach(id -> statements.add(signedStatement(id)));
    return new SignedDocuments(
        byRegulators(Directory.TYP, directory().toPayload()),
        byRegulators(Federation.POLICY_TYP, policy()),
        by(GATEWAY, Roster.TYP, roster().toPayload()),
        statements);
  }

  String signedStatement(PartyId id) {
    return by(id, KeyStatement.TYP, statement(id).toPayload());
  }

  SignedDocuments withDirectory(String directory) {
    SignedDocuments right = signed();
    return new SignedDocuments(directory, right.policy(), right.roster(), right.keyStatements());
  }

  SignedDocuments withRoster(String roster) {
    SignedDocuments right = signed();
    return new SignedDocuments(right.directory(), right.policy(), roster, right.keyStatements());
  }

  SignedDocuments withStatements(List<String> statements) {
    SignedDocuments right = signed();
    return new SignedDocuments(right.directory(), right.policy(), right.roster(), statements);
  }

  public Federation federation() throws RefusedException {
    return Federation.verify(signed(), pinned(), NOW);
  }
}
