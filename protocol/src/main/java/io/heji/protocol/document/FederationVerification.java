package io.heji.protocol.document;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.Limits;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The steps of {@link Federation#verify}, in order. Used once. */
final class FederationVerification {
  private final SignedDocuments documents;
  private final PinnedRegulators regulators;
  private final Instant now;
  private final Instant latestStart;

  /**
   * @param latestStart a roster that starts later is refused
   */
  FederationVerification(
      SignedDocuments documents, PinnedRegulators regulators, Instant now, Instant latestStart) {
    this.documents = documents;
    this.regulators = regulators;
    this.now = now;
    this.latestStart = latestStart;
  }

  Federation run() throws RefusedException {
    Signed<Directory> directory = verifiedDirectory();
    Signed<Bytes> policy = verifiedPolicy();
    Signed<Roster> roster = verifiedRoster(directory.content());
    SortedMap<PartyId, Signed<KeyStatement>> statements =
        verifiedStatements(directory.content(), roster.content());
    requireDistinctEpochKeys(statements);
    long policySerial = policySerial(policy.content());
    return new Federation(documents, directory, policy, policySerial, roster, statements);
  }

  private Signed<Directory> verifiedDirectory() throws RefusedException {
    Bytes payload = quorum(documents.directory(), Directory.TYP);
    Directory directory = Directory.fromPayload(payload);
    require(
        directory.federation().equals(regulators.federation()),
        ProblemType.WRONG_DIRECTORY,
        "the directory is of another federation");
    require(
        !now.isBefore(directory.issued().minus(Limits.CLOCK_SKEW_MAX))
            && now.isBefore(directory.expires()),
        ProblemType.WRONG_DIRECTORY,
        "the directory is not valid now");
    requireDistinctParties(directory);
    requireTokenisers(directory);
    long gateways = directory.parties().stream().filter(p -> p.role() == Role.GATEWAY).count();
    require(gateways == 1, ProblemType.WRONG_DIRECTORY, "the directory must have one gateway");
    return new Signed<>(directory, Sha256.of(payload), documents.directory());
  }

  /** One id, one key, one kid each: a key that appears twice makes the directory refused whole. */
  private static void requireDistinctParties(Directory directory) throws RefusedException {
    Set<PartyId> ids = new HashSet<>();
    Set<Object> keys = new HashSet<>();
    Set<String> kids = new HashSet<>();
    for (Party party : directory.parties()) {
      require(
          ids.add(party.id()), ProblemType.WRONG_DIRECTORY, "a party is in the directory twice");
      for (Map.Entry<KeyUse, DirectoryKey> entry : party.keys().entrySet()) {
        DirectoryKey key = entry.getValue();
        require(
            keys.add(key.key()) && kids.add(key.kid()),
            ProblemType.WRONG_DIRECTORY,
            "a key is in the directory twice");
        require(
            key.provesPossession(directory.federation(), party.id(), entry.getKey()),
            ProblemType.WRONG_DIRECTORY,
            "the key `" + key.kid() + "` does not prove its possession");
      }
    }
  }

  /**
   * At least two, of different companies: one company that held all shares could tabulate every
   * identity. A suspended one stays among them, since its share is part of every token of the
   * epoch; a directory that was refused for it could not suspend it.
   */
  private static void requireTokenisers(Directory directory) throws RefusedException {
    boolean all =
        directory.tokenisers().stream()
            .map(directory::party)
            .allMatch(party -> party.filter(p -> p.role() == Role.TOKENISER).isPresent());
    int companies = new Companies(directory.parties()).count(directory.tokenisers());
    require(
        all && companies >= Limits.TOKENISERS_MIN,
        ProblemType.WRONG_DIRECTORY,
        "the directory must name tokenisers of at least two company groups");
  }

  private Signed<Bytes> verifiedPolicy() throws RefusedException {
    Bytes payload = quorum(documents.policy(), Federation.POLICY_TYP);
    return new Signed<>(payload, Sha256.of(payload), documents.policy());
  }

  /**
   * The only member of a bundle that is read here; the policy engine reads the whole and refuses
   * what it does not know.
   */
  private static long policySerial(Bytes payload) throws RefusedException {
    return JsonObject.parse(payload).integer("serial", 1, Long.MAX_VALUE);
  }

  private Bytes quorum(String document, String typ) throws RefusedException {
    return regulators.verify(document, typ);
  }

  private Signed<Roster> verifiedRoster(Directory directory) throws RefusedException {
    CompactJws jws = CompactJws.parse(documents.roster(), Roster.TYP);
    Party gateway =
        directory.parties().stream()
            .filter(p -> p.role() == Role.GATEWAY)
            .findFirst()
            .orElseThrow();
    DirectoryKey key = gateway.requiredSigningKey();
    jws.requireSignedBy(key.kid(), key.key());
    Roster roster = Roster.fromPayload(jws.payload());
    require(
        roster.federation().equals(directory.federation()),
        ProblemType.WRONG_ROSTER,
        "the roster is of another federation");
    require(
        !roster.from().isAfter(latestStart),
        ProblemType.WRONG_ROSTER,
        "the roster has not started yet");
    require(
        roster.tokenisers().keySet().equals(directory.tokenisers()),
        ProblemType.WRONG_ROSTER,
        "the roster's tokenisers are not the directory's");
    for (PartyId member : roster.members().keySet()) {
      Party party = directory.party(member).orElse(null);
      require(
          party != null && party.role() == Role.PLATFORM,
          ProblemType.WRONG_ROSTER,
          "the roster names somebody who is no platform of the directory");
      require(
          party != null && party.isActive(),
          ProblemType.WRONG_ROSTER,
          "the roster names a suspended platform");
    }
    return new Signed<>(roster, Sha256.of(jws.payload()), documents.roster());
  }

  private SortedMap<PartyId, Signed<KeyStatement>> verifiedStatements(
      Directory directory, Roster roster) throws RefusedException {
    SortedMap<PartyId, Bytes> wanted = new TreeMap<>(roster.members());
    wanted.putAll(roster.tokenisers());
    List<String> texts = documents.keyStatements();
    SortedMap<PartyId, Signed<KeyStatement>> statements = new TreeMap<>();
    for (String text : texts) {
      Bytes payload = CompactJws.parse(text, KeyStatement.TYP).payload();
      PartyId party = KeyStatement.fromPayload(payload).party();
      require(
          Sha256.of(payload).equals(wanted.getOrDefault(party, Bytes.EMPTY)),
          ProblemType.WRONG_ROSTER,
          "a key statement is not the one that the roster names");
      Signed<KeyStatement> statement = KeyStatement.verify(text, directory);
      require(
          statement.content().isFor(roster.epoch(), roster.from(), now),
          ProblemType.WRONG_ROSTER,
          "the key statement of `" + party + "` is not for this epoch and time");
      statements.put(party, statement);
    }
    require(
        statements.keySet().equals(wanted.keySet()) && texts.size() == wanted.size(),
        ProblemType.WRONG_ROSTER,
        "the key statements are not exactly those that the roster names");
    return statements;
  }

  /**
   * A key that appears twice in all statements makes them refused whole: a copied mask key would
   * cancel with its owner's.
   */
  private static void requireDistinctEpochKeys(SortedMap<PartyId, Signed<KeyStatement>> statements)
      throws RefusedException {
    Set<Bytes> keys = new HashSet<>();
    for (Signed<KeyStatement> statement : statements.values()) {
      for (Bytes key : statement.content().keys().publicKeys()) {
        require(
            keys.add(key), ProblemType.WRONG_ROSTER, "a public key is in the key statements twice");
      }
    }
  }

  private static void require(boolean holds, ProblemType otherwise, String why)
      throws RefusedException {
    if (!holds) {
      throw new RefusedException(otherwise, why);
    }
  }
}
