package io.heji.bank;

import static io.heji.bank.PublishedSession.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.function.Function;

/**
 * Documents that must be refused: each case says what differs from documents that must be accepted.
 * Used once.
 */
final class DocumentCases {
  private static final long NOW = PlayedFederation.NOW.getEpochSecond();
  private static final int SKEW = 30;

  private final PlayedFederation played;
  private final Es256PrivateKey stranger;
  private final SignedDocuments documents;
  private final JsonNode base;
  private final ArrayNode refuse;
  private final ObjectNode out = JSON.createObjectNode();

  /** What is changed of the documents that must be accepted. */
  interface Change {
    void of(DocumentsDraft draft) throws Exception;
  }

  DocumentCases(PlayedFederation played) throws Exception {
    this.played = played;
    this.stranger = Es256PrivateKey.generate(played.randomness());
    // Signed by way of a draft: its order of statements.
    this.documents = new DocumentsDraft(played, played.documents()).sign();
    this.base = JSON.readTree(documents.toJson());
    out.put("now", NOW);
    out.set("regulators", JSON.readTree(played.pinned().toJson()));
    out.set("documents", base);
    refuse = out.putArray("refuse");
  }

  /** What the cases change. */
  Federation federation() throws RefusedException {
    return Federation.verify(documents, played.pinned(), PlayedFederation.NOW);
  }

  ObjectNode cases() throws Exception {
    quorum();
    directory();
    keys();
    policy();
    roster();
    statements();
    FollowingCases following = new FollowingCases(played, documents);
    following.remembered(refuse);
    out.set("dwell", following.dwell());
    return out;
  }

  private void quorum() throws Exception {
    ProblemType signature = ProblemType.SIGNATURE_INVALID;
    refuse(
        "directory of one regulator where two must sign",
        signature,
        d -> d.directorySigners.remove("regulator-1"));
    refuse(
        "a stranger signs beside two regulators",
        signature,
        d -> d.directorySigners.put("regulator-4", stranger));
    refuse(
        "two regulators sign rightly and the third wrongly",
        signature,
        d -> d.directorySigners.put("regulator-3", stranger));
    refuse(
        "one regulator signs under another's kid",
        signature,
        d -> d.directorySigners.put("regulator-2", d.regulator("regulator-1")));
    refuse("directory with the typ of a policy", signature, d -> d.directoryTyp = "policy+jws");
    refuse("policy of one regulator", signature, d -> d.policySigners.remove("regulator-2"));
    refuseText(
        "a regulator's signature twice",
        signature,
        text -> {
          ArrayNode signatures = (ArrayNode) text.path("signatures");
          signatures.remove(1);
          signatures.add(signatures.get(0).deepCopy());
          return text;
        });
    refuseText(
        "an unprotected header beside the protected one",
        ProblemType.MALFORMED_REQUEST,
        text -> {
          ((ObjectNode) text.path("signatures").get(0)).putObject("header");
          return text;
        });
    refuseText(
        "no signatures",
        signature,
        text -> {
          text.putArray("signatures");
          return text;
        });
  }

  private void directory() throws Exception {
    ProblemType wrong = ProblemType.WRONG_DIRECTORY;
    ProblemType malformed = ProblemType.MALFORMED_REQUEST;
    refuse(
        "directory of another federation", wrong, d -> d.directory.put("federation", "elsewhere"));
    refuse("directory that has expired now", wrong, d -> d.directory.put("expires", NOW));
    refuse("directory issued 31 s ahead", wrong, d -> d.directory.put("issued", NOW + SKEW + 1));
    refuse("a party twice", wrong, d -> d.parties().add(d.party("bank-north").deepCopy()));
    refuse(
        "two gateways",
        wrong,
        d ->
            d.parties()
                .add(
                    d.party("gateway")
                        .deepCopy()
                        .put("id", "gateway-2")
                        .set("keys", JSON.createObjectNode())));
    refuse("one tokeniser", wrong, d -> ((ArrayNode) d.directory.path("tokenisers")).remove(1));
    refuse(
        "tokenisers of one company",
        wrong,
        d -> d.party("tokeniser-two").set("groups", d.party("tokeniser-one").path("groups")));
    refuse(
        "a tokeniser that is a platform",
        wrong,
        d -> d.directory.putArray("tokenisers").add("tokeniser-one").add("platform-a"));
    refuse(
        "a member of the directory that nobody knows",
        malformed,
        d -> d.directory.put("note", "hello"));
    refuse("a member of the directory is missing", malformed, d -> d.directory.remove("currency"));
    refuse("a party without a group", malformed, d -> d.party("bank-north").putArray("groups"));
    refuse(
        "a party with a role that there is not",
        malformed,
        d -> d.party("bank-north").put("role", "broker"));
    refuse(
        "an id with a capital letter",
        malformed,
        d -> d.party("bank-north").put("id", "Bank-north"));
    refuse("serial 0", malformed, d -> d.directory.put("serial", 0));
    refuse("a serial as a text", malformed, d -> d.directory.put("serial", "1"));
  }

  private void keys() throws Exception {
    ProblemType wrong = ProblemType.WRONG_DIRECTORY;
    refuse(
        "a key twice in the directory",
        wrong,
        d ->
            ((ObjectNode) d.party("bank-north").path("keys"))
                .set("query", d.key("bank-north", "access").deepCopy()));
    refuse(
        "a key id twice in the directory",
        wrong,
        d -> d.key("bank-north", "query").put("kid", "bank-north-access-1"));
    refuse(
        "a proof of possession of another key",
        wrong,
        d ->
            d.key("bank-north", "query")
                .put("proof", d.key("bank-of-a", "query").path("proof").asText()));
    refuse(
        "another's key entered as one's own, with its proof",
        wrong,
        d -> {
          ObjectNode copied = d.key("bank-of-a", "query").deepCopy();
          ((ObjectNode) d.party("bank-of-a").path("keys")).remove("query");
          ((ObjectNode) d.party("bank-north").path("keys")).set("query", copied);
        });
    refuse(
        "a key entered for another use than it was proved for",
        wrong,
        d -> {
          ObjectNode own = (ObjectNode) d.party("bank-north").path("keys");
          own.set("signing", own.remove("query"));
        });
    refuse(
        "a point that is not on the curve",
        ProblemType.MALFORMED_REQUEST,
        d ->
            d.key("bank-north", "query")
                .put("x", d.key("bank-north", "access").path("x").asText()));
  }

  private void policy() throws Exception {
    refuse(
        "policy of another federation",
        ProblemType.WRONG_POLICY,
        d -> d.policy.put("federation", "elsewhere"));
    refuse(
        "policy that has expired now", ProblemType.WRONG_POLICY, d -> d.policy.put("expires", NOW));
    refuse(
        "policy that is not yet active",
        ProblemType.WRONG_POLICY,
        d -> d.policy.put("activeFrom", NOW + SKEW + 1));
    refuse(
        "policy with a metric outside the catalogue",
        ProblemType.UNKNOWN_METRIC,
        d -> ((ObjectNode) d.policy.path("metrics").get(0)).put("name", "shoe_size"));
    refuse("a floor of one company", ProblemType.MALFORMED_REQUEST, d -> d.policy.put("floor", 1));
  }

  private void roster() throws Exception {
    ProblemType wrong = ProblemType.WRONG_ROSTER;
    ProblemType signature = ProblemType.SIGNATURE_INVALID;
    refuse("roster signed by a stranger", signature, d -> d.rosterSigner = stranger);
    refuse(
        "roster signed by a platform under its kid",
        signature,
        d -> {
          d.rosterKid = "platform-a-signing-1";
          d.rosterSigner = played.key(new PartyId("platform-a"), KeyUse.SIGNING);
        });
    refuse("roster with another typ", signature, d -> d.rosterTyp = "key-statement+jwt");
    refuse("roster of another federation", wrong, d -> d.roster.put("federation", "elsewhere"));
    refuse("roster that starts in 31 s", wrong, d -> d.roster.put("from", NOW + SKEW + 1));
    refuse(
        "roster without a tokeniser of the directory",
        wrong,
        d -> ((ObjectNode) d.roster.path("tokenisers")).remove("tokeniser-two"));
    refuse(
        "roster with a suspended platform",
        wrong,
        d -> d.party("platform-b").put("status", "suspended"));
    refuse(
        "roster with a member that is a bank",
        wrong,
        d ->
            ((ObjectNode) d.roster.path("members"))
                .put("bank-north", Bytes.copyOf(new byte[32]).base64Url()));
    refuse("epoch 0", ProblemType.MALFORMED_REQUEST, d -> d.roster.put("epoch", 0));
  }

  private void statements() throws Exception {
    ProblemType wrong = ProblemType.WRONG_ROSTER;
    refuse("a key statement is missing", wrong, d -> d.statements.remove("platform-c"));
    refuse(
        "key statement signed by another member",
        ProblemType.SIGNATURE_INVALID,
        d -> d.statementSigners.put("platform-c", stranger));
    refuse("key statement of another epoch", wrong, d -> d.statement("platform-c").put("epoch", 2));
    refuse(
        "key statement of another federation",
        wrong,
        d -> d.statement("platform-c").put("federation", "elsewhere"));
    refuse(
        "key statement that has ended now",
        wrong,
        d -> d.statement("platform-c").put("validTo", NOW));
    refuse(
        "key statement that begins in 31 s",
        wrong,
        d -> d.statement("platform-c").put("validFrom", NOW + SKEW + 1));
    refuse(
        "a copied mask key",
        wrong,
        d ->
            d.statement("platform-c").put("mask", d.statement("platform-b").path("mask").asText()));
    refuse(
        "a sealing key that is the platform's own mask key",
        wrong,
        d ->
            d.statement("platform-c")
                .put("sealing", d.statement("platform-c").path("mask").asText()));
    refuse(
        "a copied share of the token key",
        wrong,
        d ->
            d.statement("tokeniser-two")
                .put("voprf", d.statement("tokeniser-one").path("voprf").asText()));
    refuse(
        "a mask key with its top bit set",
        ProblemType.MALFORMED_REQUEST,
        d -> d.statement("platform-c").put("mask", topBitSet(d.statement("platform-c"))));
    refuse(
        "a tokeniser that states platform's keys",
        wrong,
        d -> {
          ObjectNode statement = d.statement("platform-c").deepCopy();
          statement.put("party", "tokeniser-two");
          statement.put("mask", plainKey(1)).put("sealing", plainKey(2));
          d.statements.put("tokeniser-two", statement);
        });
    refuse(
        "key statement with a metric outside the catalogue",
        ProblemType.UNKNOWN_METRIC,
        d -> d.statement("platform-c").putArray("metrics").add("shoe_size"));
  }

  private static String plainKey(int first) {
    byte[] key = new byte[32];
    key[0] = (byte) (8 + first);
    return Bytes.copyOf(key).base64Url();
  }

  private static String topBitSet(ObjectNode statement) {
    byte[] key = Bytes.fromBase64Url(statement.path("mask").asText()).toByteArray();
    key[31] |= (byte) 0x80;
    return Bytes.copyOf(key).base64Url();
  }

  private void refuse(String name, ProblemType problem, Change change) throws Exception {
    DocumentsDraft draft = new DocumentsDraft(played, documents);
    change.of(draft);
    draft.writeDifference(entry(name, problem));
  }

  private void refuseText(String name, ProblemType problem, Function<ObjectNode, ObjectNode> change)
      throws Exception {
    ObjectNode text = (ObjectNode) JSON.readTree(base.path("directory").asText());
    entry(name, problem)
        .putObject("change")
        .put("directory", JSON.writeValueAsString(change.apply(text)));
  }

  private ObjectNode entry(String name, ProblemType problem) {
    return refuse.addObject().put("name", name).put("problem", problem.slug());
  }
}
