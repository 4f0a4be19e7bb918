package io.heji.tokeniser.evaluation;

import static io.heji.tokeniser.played.PlayedFederation.SELF;
import static io.heji.tokeniser.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretFile;
import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.oprf.Voprf;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.Limits;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.EvaluationRequest;
import io.heji.protocol.token.TokenRound;
import io.heji.store.memory.MemoryStores;
import io.heji.tokeniser.played.PlayedFederation;
import io.heji.tokeniser.quota.EvaluationQuota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A tokeniser that is asked as askers sign their requests, with stores in memory. */
abstract class AskedTokeniser {
  // In Shanghai, whose days count, ten seconds before midnight.
  static final Instant NOW = Instant.parse("2026-03-01T15:59:50Z");
  private static final Subject SUBJECT = subject();

  @TempDir Path folder;
  final PlayedFederation federation = new PlayedFederation(NOW);
  final Randomness randomness = PlayedFederation.seeded(2);
  final Voprf voprf = new Voprf(GroupEngines.bouncyCastle());
  final MemoryStores stores = new MemoryStores();
  Instant now = NOW;
  AdoptedDocuments documents;
  Evaluator evaluator;

  @BeforeEach
  void adopt() throws Exception {
    documents = new AdoptedDocuments(federation.pinned(), stores);
    documents.adopt(federation.documents(), NOW);
    write(SELF, federation.share(SELF));
    evaluator = evaluator(SELF);
  }

  void ask(PartyId asker, KeyUse use, int elements) throws Exception {
    TokenRound round = round(elements);
    EvaluationAnswer answer =
        evaluator.evaluate(sign(request(round, asker), use), round.elements());
    assertThat(answer.elements().size()).isEqualTo(elements * Limits.ELEMENT_BYTES);
  }

  void refuses(ProblemType expected, String request, Bytes elements) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> evaluator.evaluate(request, elements))
        .extracting(RefusedException::type)
        .isEqualTo(expected);
  }

  TokenRound round(int subjects) throws RefusedException {
    List<Subject> same = Collections.nCopies(subjects, SUBJECT);
    return TokenRound.blind(same, voprf, randomness);
  }

  EvaluationRequest request(TokenRound round, PartyId asker) throws RefusedException {
    return round.request(current(), asker, now, randomness);
  }

  Federation current() throws RefusedException {
    return documents.held().federation();
  }

  String sign(EvaluationRequest request, KeyUse use) {
    PartyId asker = request.issuer();
    return request.signWith(kid(asker, use), federation.key(asker, use));
  }

  EvaluationRequest changed(
      EvaluationRequest request, String audience, Instant issuedAt, DocumentRef roster) {
    return new EvaluationRequest(
        Jti.next(now, randomness),
        request.issuer(),
        audience,
        issuedAt,
        issuedAt.plus(Limits.MESSAGE_LIFETIME_MAX),
        roster,
        request.count(),
        request.elementsHash());
  }

  Evaluator evaluator(PartyId self) {
    return new Evaluator(
        self,
        documents,
        new KeyShares(folder.resolve(self.value())),
        self.equals(SELF) ? stores : new MemoryStores(),
        new EvaluationQuota(self.equals(SELF) ? stores : new MemoryStores()),
        voprf,
        randomness,
        () -> now);
  }

  Path shareFile(PartyId tokeniser) {
    return folder
        .resolve(tokeniser.value())
        .resolve("epoch-" + PlayedFederation.EPOCH)
        .resolve("voprf.key");
  }

  void write(PartyId tokeniser, KeyShare share) throws IOException {
    write(shareFile(tokeniser), share);
  }

  static void write(Path file, KeyShare share) throws IOException {
    Files.createDirectories(file.getParent());
    SecretFile.write(file, share.toSecretBytes(SecretAccess.granted()));
  }

  private static Subject subject() {
    return switch (Subjects.normalise("cn-resident-id", "11010519491231002X")) {
      case Normalised.Accepted(Subject subject) -> subject;
      case Normalised.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }
}
