package io.heji.gateway.member;

import io.heji.protocol.Limits;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.FromGateway;

/** The frame that hands a set of documents to a member. */
public final class DocumentsFrame {
  private DocumentsFrame() {}

  static FromGateway of(SignedDocuments documents) {
    return FromGateway.newBuilder()
        .setDocuments(
            Documents.newBuilder()
                .setDirectory(documents.directory())
                .setPolicy(documents.policy())
                .setRoster(documents.roster())
                .addAllKeyStatements(documents.keyStatements()))
        .build();
  }

  /** Whether members take such a frame: one that is longer makes each of them hang up. */
  public static boolean fits(SignedDocuments documents) {
    return of(documents).getSerializedSize() <= Limits.FRAME_MAX_BYTES;
  }
}
