package io.heji.gateway.query;

import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.GATEWAY;
import static io.heji.gateway.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.crypto.Bytes;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.mask.Field61;
import io.heji.gateway.audit.DecisionRecord;
import io.heji.gateway.audit.DecisionRecord.Kind;
import io.heji.gateway.audit.DecisionRecord.Outcome;
import io.heji.gateway.identity.OpenCall;
import io.heji.gateway.identity.OpenCalls;
import io.heji.gateway.played.PlayedBank;
import io.heji.gateway.played.PlayedBank.Question;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.played.PlayedMembers;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.DisclosedMetric;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.query.MetricState;
import io.heji.store.memory.MemoryStores;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The coordinator with its stores in memory, its clock moved by hand, and members that play. */
final class PlayedGateway {
  static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  final PlayedFederation played = new PlayedFederation(NOW);
  final PlayedBank bank = new PlayedBank(played, BANK);
  final MemoryStores stores = new MemoryStores();
  final MemoryRecords records = new MemoryRecords(stores);
  final OpenCalls openCalls = new OpenCalls();
  final AdoptedDocuments documents;
  final Federation federation;
  final PlayedMembers members;
  final QueryCoordinator coordinator;
  Instant now = NOW;

  PlayedGateway() throws RefusedException {
    documents = new AdoptedDocuments(played.pinned(), stores);
    federation = documents.adopt(played.documents(), NOW).federation();
    members = new PlayedMembers(played, federation, NOW);
    coordinator =
        new QueryCoordinator(
            documents,
            stores,
            records,
            records,
            members,
            new GatewayIdentity(
                GATEWAY,
                kid(GATEWAY, KeyUse.SIGNING),
                played.key(GATEWAY, KeyUse.SIGNING),
                SecretBytes.copyOf(new byte[32])),
            played.randomness(),
            () -> now);
  }

  String answer(PartyId caller, Question question) throws RefusedException {
    return answer(caller, question.query().text(), question.blobs());
  }

  /** As the resource has it answered. */
  String answer(PartyId caller, String query, Map<PartyId, Bytes> blobs) throws RefusedException {
    try (OpenCall call = openCalls.open(caller)) {
      return coordinator.answer(call, query, blobs);
    }
  }

  void refuses(ProblemType expected, PartyId caller, Question question) {
    refuses(expected, caller, question.query().text(), question.blobs());
  }

  void refuses(ProblemType expected, PartyId caller, String query, Map<PartyId, Bytes> blobs) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> answer(caller, query, blobs))
        .extracting(RefusedException::type)
        .isEqualTo(expected);
  }

  void refusesToFetch(ProblemType expected, PartyId caller, String jti) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> coordinator.fetchAgain(caller, jti))
        .extracting(RefusedException::type)
        .isEqualTo(expected);
  }

  /** The last question was asked, and ended in this problem with nothing kept. */
  void assertNothingDisclosed(Question question, ProblemType problem) {
    DecisionRecord last = records.log().getLast();
    assertThat(last.kind()).isEqualTo(Kind.DISCLOSURE);
    assertThat(last.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(last.problem()).hasValue(problem);
    assertThat(records.nothingKept()).isTrue();
    refusesToFetch(ProblemType.NOT_FOUND, BANK, question.query().query().jti());
  }

  Disclosure opened(String disclosure) throws RefusedException {
    return Disclosure.read(
        disclosure, kid(GATEWAY, KeyUse.SIGNING), played.key(GATEWAY, KeyUse.SIGNING).publicKey());
  }

  static List<MetricState> states(Disclosure disclosure, int metric) {
    return disclosure.subjects().stream()
        .map(subject -> subject.get(metric))
        .map(DisclosedMetric::state)
        .toList();
  }

  /** The lanes with one more on the check lane. */
  static Bytes oneMore(Bytes lanes) {
    byte[] changed = lanes.toByteArray();
    changed[Field61.LANE_BYTES - 1] ^= 1;
    return Bytes.copyOf(changed);
  }
}
