package io.heji.bank;

import static io.heji.bank.PublishedSession.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.QuorumJws;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All documents of a played federation as JSON to change, then to sign by whom it should or should
 * not be.
 */
final class DocumentsDraft {
  final PlayedFederation played;
  final ObjectNode directory;
  final ObjectNode policy;
  final ObjectNode roster;
  final Map<String, ObjectNode> statements = new TreeMap<>();
  final Map<String, Es256PrivateKey> directorySigners = new TreeMap<>();
  final Map<String, Es256PrivateKey> policySigners = new TreeMap<>();
  final Map<String, Es256PrivateKey> statementSigners = new TreeMap<>();
  String directoryTyp = Directory.TYP;
  String rosterTyp = Roster.TYP;
  String rosterKid = "gateway-signing-1";
  Es256PrivateKey rosterSigner;

  private final SignedDocuments documents;

  /** A draft of documents that are signed already: what is not changed stays as it was signed. */
  DocumentsDraft(PlayedFederation played, SignedDocuments documents) throws Exception {
    this.played = played;
    this.documents = documents;
    directory = payload(JSON.readTree(documents.directory()).path("payload").asText());
    policy = payload(JSON.readTree(documents.policy()).path("payload").asText());
    roster = payload(documents.roster().split("\\.", -1)[1]);
    for (String statement : documents.keyStatements()) {
      ObjectNode payload = payload(statement.split("\\.", -1)[1]);
      String party = payload.path("party").asText();
      statements.put(party, payload);
      statementSigners.put(party, played.key(new PartyId(party), KeyUse.SIGNING));
    }
    for (String kid : List.of("regulator-1", "regulator-2")) {
      directorySigners.put(kid, regulator(kid));
      policySigners.put(kid, regulator(kid));
    }
    rosterSigner = played.key(PlayedFederation.GATEWAY, KeyUse.SIGNING);
  }

  private static ObjectNode payload(String encoded) throws IOException {
    return (ObjectNode) JSON.readTree(Bytes.fromBase64Url(encoded).toByteArray());
  }

  Es256PrivateKey regulator(String kid) {
    return Objects.requireNonNull(played.regulators().get(kid));
  }

  ObjectNode party(String id) {
    for (var party : directory.path("parties")) {
      if (party.path("id").asText().equals(id)) {
        return (ObjectNode) party;
      }
    }
    throw new AssertionError("no party " + id);
  }

  ObjectNode key(String party, String use) {
    return (ObjectNode) party(party).path("keys").path(use);
  }

  ObjectNode statement(String party) {
    return Objects.requireNonNull(statements.get(party));
  }

  ArrayNode parties() {
    return (ArrayNode) directory.path("parties");
  }

  /** Signs what was changed; the roster names the hashes of the statements as they are now. */
  SignedDocuments sign() throws Exception {
    List<String> signed = new ArrayList<>();
    for (Map.Entry<String, ObjectNode> statement : statements.entrySet()) {
      String id = statement.getKey();
      Bytes payload = bytes(statement.getValue());
      signed.add(signedStatement(id, payload));
      for (String kind : List.of("members", "tokenisers")) {
        if (roster.path(kind).has(id)) {
          ((ObjectNode) roster.path(kind)).put(id, Sha256.of(payload).base64Url());
        }
      }
    }
    DocumentsDraft before = new DocumentsDraft(played, documents);
    boolean sameDirectory =
        directory.equals(before.directory)
            && directorySigners.equals(before.directorySigners)
            && directoryTyp.equals(before.directoryTyp);
    boolean samePolicy = policy.equals(before.policy) && policySigners.equals(before.policySigners);
    boolean sameRoster =
        roster.equals(before.roster)
            && rosterSigner == before.rosterSigner
            && rosterKid.equals(before.rosterKid)
            && rosterTyp.equals(before.rosterTyp);
    return new SignedDocuments(
        sameDirectory
            ? documents.directory()
            : QuorumJws.sign(directoryTyp, bytes(directory), directorySigners),
        samePolicy
            ? documents.policy()
            : QuorumJws.sign(Federation.POLICY_TYP, bytes(policy), policySigners),
        sameRoster
            ? documents.roster()
            : CompactJws.sign(rosterTyp, rosterKid, rosterSigner, bytes(roster)),
        signed);
  }

  /** Signs, and writes into `change` of the entry what became different. */
  void writeDifference(ObjectNode entry) throws Exception {
    JsonNode before = JSON.readTree(documents.toJson());
    JsonNode changed = JSON.readTree(sign().toJson());
    ObjectNode change = entry.putObject("change");
    for (String member : List.of("directory", "policy", "roster", "keyStatements")) {
      if (!changed.path(member).equals(before.path(member))) {
        change.set(member, changed.path(member));
      }
    }
  }

  private String signedStatement(String id, Bytes payload) {
    Es256PrivateKey signer = Objects.requireNonNull(statementSigners.get(id));
    String same = "." + payload.base64Url() + ".";
    return documents.keyStatements().stream()
        .filter(text -> text.contains(same))
        .filter(_ -> signer == played.key(new PartyId(id), KeyUse.SIGNING))
        .findFirst()
        .orElseGet(() -> CompactJws.sign(KeyStatement.TYP, id + "-signing-1", signer, payload));
  }

  static Bytes bytes(ObjectNode json) throws IOException {
    return Bytes.copyOf(JSON.writeValueAsBytes(json));
  }
}
