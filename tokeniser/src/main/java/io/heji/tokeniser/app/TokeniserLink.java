package io.heji.tokeniser.app;

import com.google.protobuf.ByteString;
import io.heji.crypto.Bytes;
import io.heji.link.LinkHandler;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.Evaluated;
import io.heji.protocol.frame.Refusal;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.store.StoreFailedException;
import io.heji.tokeniser.evaluation.Evaluator;
import io.heji.tokeniser.evaluation.KeyShares;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The gateway's frames as calls of the tokeniser's rules, and their outcome as frames. */
final class TokeniserLink implements LinkHandler {
  private static final String METRIC = "heji.evaluations";
  private static final String METRIC_OUTCOME = "outcome";
  private static final String ANSWERED = "answered";

  private final PartyId self;
  private final AdoptedDocuments documents;
  private final KeyShares shares;
  private final Evaluator evaluator;
  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final TokeniserLog log = new TokeniserLog();

  // Written by the thread that takes documents, read by the health check.
  private volatile boolean shareHeld;

  TokeniserLink(
      PartyId self,
      AdoptedDocuments documents,
      KeyShares shares,
      Evaluator evaluator,
      InstantSource clock,
      MeterRegistry metrics) {
    this.self = self;
    this.documents = documents;
    this.shares = shares;
    this.evaluator = evaluator;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Whether the share of the roster's epoch is here and is the stated one. */
  boolean shareHeld() {
    return shareHeld;
  }

  @Override
  public void documents(Documents frame) {
    SignedDocuments offered =
        new SignedDocuments(
            frame.getDirectory(),
            frame.getPolicy(),
            frame.getRoster(),
            frame.getKeyStatementsList());
    try {
      Federation federation = documents.adopt(offered, clock.instant()).federation();
      log.adopted(federation.directoryRef(), federation.policyRef(), federation.rosterRef());
      checkShare(federation);
    } catch (RefusedException refused) {
      log.documentsRefused(refused);
    }
  }

  private void checkShare(Federation federation) {
    try {
      shares.required(federation, self);
      if (isCurrent(federation)) {
        shareHeld = true;
      }
    } catch (RefusedException refused) {
      if (isCurrent(federation)) {
        shareHeld = false;
      }
      log.shareRefused(refused);
    }
  }

  /** The share of an announced epoch is looked for too, but is not needed yet. */
  private boolean isCurrent(Federation federation) {
    return documents.current().filter(now -> now.federation() == federation).isPresent();
  }

  @Override
  public EvaluateReply evaluate(Evaluate frame) {
    EvaluateReply.Builder reply = EvaluateReply.newBuilder().setCall(frame.getCall());
    try {
      EvaluationAnswer answer =
          evaluator.evaluate(frame.getRequest(), Bytes.copyOf(frame.getElements().toByteArray()));
      count(ANSWERED);
      return reply.setEvaluated(evaluated(answer)).build();
    } catch (RefusedException refused) {
      log.refused(refused.type());
      return reply.setRefusal(refusal(refused.type())).build();
    } catch (StoreFailedException failure) {
      // What was charged stays charged, nothing was evaluated.
      log.failed(failure);
      return reply.setRefusal(refusal(ProblemType.TOO_BUSY)).build();
    } catch (RuntimeException failure) {
      log.failed(failure);
      return reply.setRefusal(refusal(ProblemType.INTERNAL)).build();
    }
  }

  private static Evaluated evaluated(EvaluationAnswer answer) {
    return Evaluated.newBuilder()
        .setElements(ByteString.copyFrom(answer.elements().toByteArray()))
        .setProof(ByteString.copyFrom(answer.proof().toByteArray()))
        .build();
  }

  @Override
  public Supplier<AskReply> asked(Ask frame) {
    return () ->
        AskReply.newBuilder()
            .setCall(frame.getCall())
            .setRefusal(refusal(ProblemType.MALFORMED_REQUEST))
            .build();
  }

  private Refusal refusal(ProblemType type) {
    count(type.slug());
    return Refusal.newBuilder().setProblem(type.slug()).build();
  }

  private void count(String outcome) {
    metrics.counter(METRIC, METRIC_OUTCOME, outcome).increment();
  }
}
