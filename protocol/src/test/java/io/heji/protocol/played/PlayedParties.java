package io.heji.protocol.played;

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
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parties of a small federation with all their private keys, and the documents that they sign:
 * three regulators of whom two sign, a gateway, two tokenisers, four platforms of four company
 * groups, an independent bank and one of the first platform's group.
 *
 * <p>All of it can be changed: what is changed counts in every document signed from then on.
 */
public class PlayedParties {
  public static final String NAME = "play";
  public static final PartyId GATEWAY = new PartyId("gateway");
  public static final PartyId BANK = new PartyId("bank-north");
  public static final PartyId GROUP_BANK = new PartyId("bank-of-a");
  public static final List<PartyId> TOKENISERS =
      List.of(new PartyId("tokeniser-one"), new PartyId("tokeniser-two"));
  public static final List<PartyId> PLATFORMS =
      List.of(
          new PartyId("platform-a"),
          new PartyId("platform-b"),
          new PartyId("platform-c"),
          new PartyId("platform-d"));
  public static final long EPOCH = 1;

  /** How long everything is valid unless it is changed, from a day before now on. */
  public static final Duration LIFE = Duration.ofDays(90);

  private static final int THRESHOLD = 2;

  private final Instant start;
  private final Randomness randomness;
  private final SortedMap<String, Es256PrivateKey> regulators = new TreeMap<>();
  private final Map<PartyId, Map<KeyUse, Es256PrivateKey>> keys = new TreeMap<>();
  private final Map<PartyId, KeyShare> shares = new TreeMap<>();
  private final Map<PartyId, X25519PrivateKey> sealing = new TreeMap<>();
  private final Map<PartyId, X25519PrivateKey> masks = new TreeMap<>();
  private final SortedMap<PartyId, EpochKeys> stated = new TreeMap<>();
  private final List<Party> parties = new ArrayList<>();
  private final SortedSet<PartyId> tokenisers = new TreeSet<>(TOKENISERS);
  private ObjectNode policy;
  private long directorySerial = 1;
  private long epoch = EPOCH;
  private Instant directoryExpires;
  private Instant statementsValidTo;

  /** Everything is valid from a day before this on. */
  public PlayedParties(Instant now, Randomness randomness) {
    this.start = now.minus(Duration.ofDays(1));
    this.randomness = randomness;
    directoryExpires = start.plus(LIFE);
    statementsValidTo = start.plus(LIFE);
    policy = PlayedPolicy.bundle(NAME, start, start.plus(LIFE));
    Set<Metric> metrics = EnumSet.complementOf(EnumSet.of(Metric.APPLICATIONS_90D));
    PlayedPolicy.metrics(policy, metrics, metrics);
    for (int i = 1; i <= THRESHOLD + 1; i++) {
      regulators.put("regulator-" + i, newKey());
    }
    enter(GATEWAY, Role.GATEWAY, "operator", "any", KeyUse.SIGNING);
    for (PartyId tokeniser : TOKENISERS) {
      enter(tokeniser, Role.TOKENISER, groupOf(tokeniser), "any", KeyUse.SIGNING);
      KeyShare share = KeyShare.generate(randomness);
      shares.put(tokeniser, share);
      stated.put(tokeniser, new TokeniserKeys(share.publicKey()));
    }
    PLATFORMS.forEach(platform -> enterPlatform(platform, groupOf(platform)));
    enterBank(BANK, "north", "commercial-bank");
    enterBank(GROUP_BANK, groupOf(PLATFORMS.getFirst()), "commercial-bank");
  }

  /** The same bytes for the same seed. */
  public static Randomness seeded(long seed) {
    return new SplittableRandom(seed)::nextBytes;
  }

  public static String kid(PartyId party, KeyUse use) {
    return party + "-" + use.wireName() + "-1";
  }

  /** The company group of a tokeniser or platform that was there from the beginning. */
  public static String groupOf(PartyId party) {
    return "group-of-" + party;
  }

  public final Randomness randomness() {
    return randomness;
  }

  public final Es256PrivateKey newKey() {
    return Es256PrivateKey.generate(randomness);
  }

  // Who there is.

  /** One more bank in the directory. */
  public final void enterBank(PartyId bank, String group, String licence) {
    enter(bank, Role.BANK, group, licence, KeyUse.ACCESS, KeyUse.QUERY);
  }

  /** One more platform in the directory; it is on a roster only if that names it. */
  public final void enterPlatform(PartyId platform, String group) {
    enter(platform, Role.PLATFORM, group, "any", KeyUse.SIGNING);
    X25519PrivateKey ownSealing = X25519PrivateKey.generate(randomness);
    X25519PrivateKey ownMask = X25519PrivateKey.generate(randomness);
    sealing.put(platform, ownSealing);
    masks.put(platform, ownMask);
    stated.put(
        platform,
        new PlatformKeys(
            ownSealing.publicKey(),
            ownMask.publicKey(),
            new TreeSet<>(EnumSet.allOf(Metric.class))));
  }

  /** One more party in the directory, with fresh keys. */
  public final void enter(PartyId id, Role role, String group, String licence, KeyUse... uses) {
    Map<KeyUse, Es256PrivateKey> own = new EnumMap<>(KeyUse.class);
    Map<KeyUse, DirectoryKey> listed = new EnumMap<>(KeyUse.class);
    for (KeyUse use : uses) {
      Es256PrivateKey key = newKey();
      own.put(use, key);
      listed.put(use, DirectoryKey.of(NAME, id, use, kid(id, use), key));
    }
    keys.put(id, own);
    TreeSet<String> groups = new TreeSet<>(List.of(group));
    parties.add(new Party(id, role, "Name of " + id, groups, licence, Status.ACTIVE, listed));
  }

  /** The directory's entries, to change. */
  public final List<Party> parties() {
    return parties;
  }

  public final Party party(PartyId id) {
    return parties.stream().filter(party -> party.id().equals(id)).findFirst().orElseThrow();
  }

  /** Puts another entry in the place of the one of this id. */
  public final void replace(PartyId id, Party with) {
    parties.replaceAll(party -> party.id().equals(id) ? with : party);
  }

  /** Suspends a party in the directory as it is. */
  public final void enterSuspended(PartyId id) {
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

  /** Suspends a party by a newer directory. */
  public final void suspend(PartyId id) {
    directorySerial++;
    enterSuspended(id);
  }

  // Their keys.

  public final Es256PrivateKey key(PartyId party, KeyUse use) {
    return Objects.requireNonNull(Objects.requireNonNull(keys.get(party)).get(use));
  }

  public final KeyShare share(PartyId tokeniser) {
    return Objects.requireNonNull(shares.get(tokeniser));
  }

  public final X25519PrivateKey sealing(PartyId platform) {
    return Objects.requireNonNull(sealing.get(platform));
  }

  public final X25519PrivateKey mask(PartyId platform) {
    return Objects.requireNonNull(masks.get(platform));
  }

  /** What each tokeniser and platform states of its keys of the epoch, to change. */
  public final SortedMap<PartyId, EpochKeys> stated() {
    return stated;
  }

  /** Fresh keys for a party to state, of which nobody has the private ones. */
  public final EpochKeys newEpochKeys(PartyId party) {
    return tokenisers.contains(party)
        ? new TokeniserKeys(KeyShare.generate(randomness).publicKey())
        : new PlatformKeys(
            X25519PrivateKey.generate(randomness).publicKey(),
            X25519PrivateKey.generate(randomness).publicKey(),
            new TreeSet<>(EnumSet.allOf(Metric.class)));
  }

  /** Everybody states fresh keys for the next epoch. */
  public final void nextEpoch() {
    epoch++;
    stated.replaceAll((party, _) -> newEpochKeys(party));
  }

  /** The regulators' keys, to change. */
  public final SortedMap<String, Es256PrivateKey> regulators() {
    return regulators;
  }

  public final PinnedRegulators pinned() {
    SortedMap<String, Es256PublicKey> pinned = new TreeMap<>();
    regulators.forEach((kid, key) -> pinned.put(kid, key.publicKey()));
    return new PinnedRegulators(NAME, THRESHOLD, pinned);
  }

  // What they say.

  /** The policy bundle, to change; see {@link PlayedPolicy}. */
  public final ObjectNode policy() {
    return policy;
  }

  /** Puts another bundle in the place of this one, for this federation and the time of the rest. */
  public final void policy(ObjectNode other) {
    policy = other;
    policy.put("federation", NAME).put("activeFrom", start.getEpochSecond());
    policy.put("expires", start.plus(LIFE).getEpochSecond());
  }

  /** Whom the directory names as tokenisers, to change. */
  public final SortedSet<PartyId> tokenisers() {
    return tokenisers;
  }

  public final Instant start() {
    return start;
  }

  public final Instant directoryExpires() {
    return directoryExpires;
  }

  public final void directoryExpires(Instant when) {
    directoryExpires = when;
  }

  public final Instant statementsValidTo() {
    return statementsValidTo;
  }

  public final void statementsValidTo(Instant when) {
    statementsValidTo = when;
  }

  public final Directory directory() {
    return directory(directorySerial);
  }

  public final Directory directory(long serial) {
    return new Directory(
        NAME,
        serial,
        ZoneId.of("Asia/Shanghai"),
        "CNY",
        2,
        parties,
        new TreeSet<>(tokenisers),
        start,
        directoryExpires);
  }

  public final KeyStatement keyStatement(PartyId party) {
    return keyStatement(party, epoch, Objects.requireNonNull(stated.get(party)));
  }

  public final KeyStatement keyStatement(PartyId party, long ofEpoch, EpochKeys own) {
    return new KeyStatement(NAME, party, ofEpoch, start, statementsValidTo, own);
  }

  /** Of these platforms, and of the tokenisers that state keys. */
  public final Roster roster(
      long serial, Instant from, Collection<PartyId> platforms, String reason) {
    SortedMap<PartyId, Bytes> members = new TreeMap<>();
    SortedMap<PartyId, Bytes> named = new TreeMap<>();
    platforms.forEach(platform -> members.put(platform, hashOfStatement(platform)));
    tokenisers.stream()
        .filter(stated::containsKey)
        .forEach(tokeniser -> named.put(tokeniser, hashOfStatement(tokeniser)));
    return new Roster(NAME, serial, epoch, members, named, from, reason);
  }

  private Bytes hashOfStatement(PartyId party) {
    return Sha256.of(keyStatement(party).toPayload());
  }

  // What they sign.

  /** Signed by two of three, as many as must. */
  public final String byRegulators(String typ, Bytes payload) {
    return QuorumJws.sign(typ, payload, regulators.headMap("regulator-3"));
  }

  public final String by(PartyId party, String typ, Bytes payload) {
    return CompactJws.sign(typ, kid(party, KeyUse.SIGNING), key(party, KeyUse.SIGNING), payload);
  }

  public final String signedStatement(PartyId party) {
    return by(party, KeyStatement.TYP, keyStatement(party).toPayload());
  }

  /** These two with the policy, and with the statements that the roster names. */
  public final SignedDocuments documents(Directory directory, Roster roster) {
    List<String> statements = new ArrayList<>();
    roster.tokenisers().keySet().forEach(id -> statements.add(signedStatement(id)));
    roster.members().keySet().forEach(id -> statements.add(signedStatement(id)));
    return new SignedDocuments(
        byRegulators(Directory.TYP, directory.toPayload()),
        byRegulators(Federation.POLICY_TYP, Json.encode(policy)),
        by(GATEWAY, Roster.TYP, roster.toPayload()),
        statements);
  }

  /** All documents, with a roster of these platforms. */
  public SignedDocuments documents(long serial, Instant rosterFrom, Collection<PartyId> platforms) {
    return documents(directory(), roster(serial, rosterFrom, platforms, "test"));
  }

  /** All documents, with the first roster: of the platforms that were there from the beginning. */
  public SignedDocuments documents() {
    return documents(1, start, PLATFORMS);
  }

  /** What the documents say, for whoever verifies them with the pinned regulators. */
  public final Federation verified(Instant now) throws RefusedException {
    return Federation.verify(documents(), pinned(), now);
  }
}
