package io.heji.bank;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.ProblemType;

/** Documents that must be refused, or taken, because of what was gone by before them. */
final class FollowingCases {
  private static final long NOW = PlayedFederation.NOW.getEpochSecond();

  private final PlayedFederation played;
  private final SignedDocuments documents;
  private final Federation federation;

  FollowingCases(PlayedFederation played, SignedDocuments documents) throws Exception {
    this.played = played;
    this.documents = documents;
    this.federation = Federation.verify(documents, played.pinned(), PlayedFederation.NOW);
  }

  /** What is remembered of documents that were gone by before. */
  void remembered(ArrayNode refuse) {
    remembered(refuse, "directory", federation.directoryRef(), ProblemType.WRONG_DIRECTORY);
    remembered(refuse, "policy", federation.policyRef(), ProblemType.WRONG_POLICY);
    remembered(refuse, "roster", federation.rosterRef(), ProblemType.WRONG_ROSTER);
  }

  private static void remembered(
      ArrayNode refuse, String kind, DocumentRef offered, ProblemType problem) {
    remembered(
        refuse.addObject().put("name", "an older " + kind + " than the remembered one"),
        kind,
        new DocumentRef(offered.serial() + 1, offered.hash()),
        problem);
    remembered(
        refuse.addObject().put("name", "another " + kind + " of the remembered serial"),
        kind,
        new DocumentRef(offered.serial(), Bytes.copyOf(new byte[offered.hash().size()])),
        problem);
  }

  private static void remembered(
      ObjectNode entry, String kind, DocumentRef before, ProblemType problem) {
    entry.put("problem", problem.slug());
    before.write(entry.putObject("remembered").putObject(kind));
    entry.putObject("change");
  }

  /** Rosters that follow the one that gateway, tokenisers and agents have gone by since now. */
  ObjectNode dwell() throws Exception {
    ObjectNode dwell = PublishedSession.JSON.createObjectNode();
    long soonest = NOW + PlayedFederation.DWELL_SECONDS;
    ArrayNode accept = dwell.putArray("accept");
    next(accept, "a roster as soon as it may follow", d -> follows(d, soonest));
    next(
        accept,
        "a roster at once without the member that a newer directory suspends",
        d -> {
          suspendsB(d);
          follows(d, NOW + 1);
        });
    ArrayNode refuse = dwell.putArray("refuse");
    next(refuse, "a roster one second too soon", d -> follows(d, soonest - 1));
    next(
        refuse,
        "a roster at once without a suspended member and without another",
        d -> {
          suspendsB(d);
          leaves(d, "platform-c");
          follows(d, NOW + 1);
        });
    refuse.forEach(one -> ((ObjectNode) one).put("problem", ProblemType.WRONG_ROSTER.slug()));
    return dwell;
  }

  private static void follows(DocumentsDraft draft, long from) {
    draft.roster.put("serial", 2).put("from", from).put("reason", "the next");
  }

  private static void suspendsB(DocumentsDraft draft) {
    draft.directory.put("serial", 2);
    draft.party("platform-b").put("status", "suspended");
    leaves(draft, "platform-b");
  }

  private static void leaves(DocumentsDraft draft, String platform) {
    ((ObjectNode) draft.roster.path("members")).remove(platform);
    draft.statements.remove(platform);
  }

  private void next(ArrayNode list, String name, DocumentCases.Change change) throws Exception {
    DocumentsDraft draft = new DocumentsDraft(played, documents);
    change.of(draft);
    draft.writeDifference(list.addObject().put("name", name));
  }
}
