package io.heji.protocol.document;

import static io.heji.protocol.document.PlayedDocuments.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;

/** A right set of documents that a test makes wrong in one place, and that is then refused. */
abstract class VerifiedDocuments {
  final PlayedDocuments played = new PlayedDocuments();

  void refuses(SignedDocuments documents, ProblemType type, String detail) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Federation.verify(documents, played.pinned(), NOW))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(type))
        .satisfies(refused -> assertThat(refused.detail()).contains(detail));
  }

  void refusesAll(ProblemType type, String detail) {
    refuses(played.signed(), type, detail);
  }
}
