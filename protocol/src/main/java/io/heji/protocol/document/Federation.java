package io.heji.protocol.document;

import io.heji.crypto.Bytes;
import io.heji.crypto.agreement.X25519PublicKey;
import io.heji.crypto.group.Element;
import io.heji.protocol.Limits;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One verified, consistent view of directory, policy reference, roster and key statements. What
 * exists was verified; immutable, thread-safe.
 *
 * <p>Everybody builds it on their own from the same signed documents ({@link #verify}); serials
 * never going back is the business of who keeps views over time.
 */
public final class Federation {
  /** The JWS type of a policy bundle, whose content is opaque here. */
  public static final String POLICY_TYP = "policy+jws";

  private final SignedDocuments documents;
  private final Signed<Directory> directory;
  private final Signed<Bytes> policy;
  private final long policySerial;
  private final Signed<Roster> roster;
  private final SortedMap<PartyId, Signed<KeyStatement>> statements;
  private final Instant statementsValidTo;

  // Two threads may both gather it: it is the same, and nothing writes to it afterwards.
  private volatile @Nullable Companies companies;

  Federation(
      SignedDocuments documents,
      Signed<Directory> directory,
      Signed<Bytes> policy,
      long policySerial,
      Signed<Roster> roster,
      SortedMap<PartyId, Signed<KeyStatement>> statements) {
    this.documents = documents;
    this.directory = directory;
    this.policy = policy;
    this.policySerial = policySerial;
    this.roster = roster;
    this.statements = Collections.unmodifiableSortedMap(new TreeMap<>(statements));
    this.statementsValidTo =
        statements.values().stream()
            .map(statement -> statement.content().validTo())
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
  }

  /**
   * Verifies everything (protocol section 2): the regulators' quorum on directory and policy, the
   * gateway's signature on the roster, each statement's hash and signature, that no key appears
   * twice, and that no suspended platform is in the roster.
   */
  public static Federation verify(
      SignedDocuments documents, PinnedRegulators regulators, Instant now) throws RefusedException {
    Instant latestStart = now.plus(Limits.CLOCK_SKEW_MAX);
    return new FederationVerification(documents, regulators, now, latestStart).run();
  }

  /** Verifies as {@link #verify} does, a roster too that starts later: it is announced. */
  public static Federation verifyAnnounced(
      SignedDocuments documents, PinnedRegulators regulators, Instant now) throws RefusedException {
    Instant latestStart = now.plus(Limits.ROSTER_ANNOUNCED_MAX);
    return new FederationVerification(documents, regulators, now, latestStart).run();
  }

  /** The documents as they travel. */
  public SignedDocuments documents() {
    return documents;
  }

  public Directory directory() {
    return directory.content();
  }

  public Roster roster() {
    return roster.content();
  }

  public DocumentRef directoryRef() {
    return new DocumentRef(directory.content().serial(), directory.hash());
  }

  public DocumentRef policyRef() {
    return new DocumentRef(policySerial, policy.hash());
  }

  public DocumentRef rosterRef() {
    return new DocumentRef(roster.content().serial(), roster.hash());
  }

  /** The bundle's payload; the regulators' quorum is verified, the content is not read here. */
  public Bytes policyPayload() {
    return policy.content();
  }

  /** The gateway: the one party of that role. */
  public Party gateway() {
    return directory.content().parties().stream()
        .filter(party -> party.role() == Role.GATEWAY)
        .findFirst()
        // Safe: verification refused a directory without exactly one gateway.
        .orElseThrow(() -> new IllegalStateException("bug: a federation without a gateway"));
  }

  public Optional<Party> party(PartyId id) {
    return directory.content().party(id);
  }

  /** The party of this id, role and status active, or a refusal that says which it is not. */
  public Party activeParty(PartyId id, Role role) throws RefusedException {
    Party party =
        party(id)
            .filter(found -> found.role() == role)
            .orElseThrow(
                () ->
                    new RefusedException(
                        ProblemType.UNKNOWN_PARTY, "the directory has no such " + role.wireName()));
    if (!party.isActive()) {
      throw new RefusedException(ProblemType.PARTY_SUSPENDED, "the directory suspends this party");
    }
    return party;
  }

  /** Refuses this view once its directory has expired. */
  public void requireValidDirectory(Instant now) throws RefusedException {
    if (!now.isBefore(directory.content().expires())) {
      throw new RefusedException(ProblemType.WRONG_DIRECTORY, "the directory has expired");
    }
  }

  /** Refuses this view once its directory or a key statement of its roster has expired. */
  public void requireValid(Instant now) throws RefusedException {
    requireValidDirectory(now);
    if (!now.isBefore(statementsValidTo)) {
      throw new RefusedException(
          ProblemType.WRONG_ROSTER, "a key statement that the roster names has expired");
    }
  }

  /**
   * Refuses while the directory suspends a tokeniser. No token comes about without its share, so
   * nobody is asked for any, and the others hand out none of theirs.
   */
  public void requireActiveTokenisers() throws RefusedException {
    for (PartyId tokeniser : directory.content().tokenisers()) {
      if (party(tokeniser).filter(Party::isActive).isEmpty()) {
        throw new RefusedException(
            ProblemType.TOKENISER_UNAVAILABLE,
            "the directory suspends tokeniser `" + tokeniser + "`");
      }
    }
  }

  /** The key statement of a member of the roster. */
  public Optional<Signed<KeyStatement>> statement(PartyId member) {
    return Optional.ofNullable(statements.get(member));
  }

  /** The public keys of all tokenisers, bytewise by id. */
  public SortedMap<PartyId, Element> tokeniserKeys() {
    SortedMap<PartyId, Element> keys = new TreeMap<>();
    for (PartyId tokeniser : roster.content().tokenisers().keySet()) {
      if (statementOf(tokeniser).keys() instanceof TokeniserKeys(Element voprf)) {
        keys.put(tokeniser, voprf);
      }
    }
    return keys;
  }

  /** The keys of a member platform. */
  public PlatformKeys platformKeys(PartyId member) {
    if (statementOf(member).keys() instanceof PlatformKeys keys) {
      return keys;
    }
    throw new IllegalStateException("bug: a tokeniser asked for as a platform");
  }

  /** The mask keys of all of S, by id. */
  public SortedMap<String, X25519PublicKey> maskKeys(SummedSet set) {
    SortedMap<String, X25519PublicKey> keys = new TreeMap<>();
    set.members().forEach(member -> keys.put(member.value(), platformKeys(member).mask()));
    return keys;
  }

  /** S for this asker. */
  public SummedSet summedSet(Party asker) {
    return SummedSet.of(asker.id(), roster.content().members().keySet(), companies());
  }

  /**
   * Every group name of the company that a party belongs to: its own, and those of all parties that
   * it shares one with, directly or through others.
   */
  public SortedSet<String> companyGroupsOf(Party party) {
    SortedSet<String> names = new TreeSet<>(party.groups());
    companies().of(party.id()).forEach(own -> names.addAll(own.groups()));
    return names;
  }

  /** Who owns whom. Gathered when first asked for, and kept: a guard asks again and again. */
  public Companies companies() {
    Companies gathered = companies;
    if (gathered == null) {
      gathered = new Companies(directory().parties());
      companies = gathered;
    }
    return gathered;
  }

  /** The platforms that this asker's S leaves out, and why. */
  public UnsummedPlatforms unsummed(Party asker) {
    return UnsummedPlatforms.of(directory.content(), asker.id(), summedSet(asker), companies());
  }

  private KeyStatement statementOf(PartyId member) {
    Signed<KeyStatement> statement = statements.get(member);
    if (statement == null) {
      throw new IllegalArgumentException("not a member of the roster: " + member);
    }
    return statement.content();
  }

  Map<PartyId, Signed<KeyStatement>> statements() {
    return statements;
  }
}
