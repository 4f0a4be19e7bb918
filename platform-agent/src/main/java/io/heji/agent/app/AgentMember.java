package io.heji.agent.app;

import com.google.protobuf.ByteString;
import io.heji.agent.query.AskHandler;
import io.heji.agent.query.Departure;
import io.heji.crypto.Bytes;
import io.heji.link.LinkHandler;
import io.heji.policy.adoption.Adopted;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.ContributionFrame;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import io.heji.protocol.frame.Refusal;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Contribution;
import io.heji.store.StoreFailedException;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The agent's end of the link: adopts documents, answers asks, refuses what is a tokeniser's. */
final class AgentMember implements LinkHandler {
  private final AdoptedDocuments documents;
  private final AskHandler asks;
  private final Runnable onAdopted;
  private final InstantSource clock;
  private final AgentLog log = new AgentLog();

  AgentMember(
      AdoptedDocuments documents, AskHandler asks, Runnable onAdopted, InstantSource clock) {
    this.documents = documents;
    this.asks = asks;
    this.onAdopted = onAdopted;
    this.clock = clock;
  }

  @Override
  public void documents(Documents frame) {
    SignedDocuments signed =
        new SignedDocuments(
            frame.getDirectory(),
            frame.getPolicy(),
            frame.getRoster(),
            frame.getKeyStatementsList());
    try {
      Adopted adopted = documents.adopt(signed, clock.instant());
      log.adopted(
          adopted.federation().directoryRef().serial(),
          adopted.federation().policyRef().serial(),
          adopted.federation().rosterRef().serial());
      onAdopted.run();
    } catch (RefusedException refused) {
      // What is adopted stays: a document that does not verify is no reason to go by none.
      log.documentsRefused(refused.type(), refused.detail());
    }
  }

  @Override
  public EvaluateReply evaluate(Evaluate evaluate) {
    return EvaluateReply.newBuilder()
        .setCall(evaluate.getCall())
        .setRefusal(refusal(ProblemType.MALFORMED_REQUEST))
        .build();
  }

  @Override
  public Supplier<AskReply> asked(Ask ask) {
    Departure departure = asks.arrived();
    return () -> answer(ask, departure);
  }

  private AskReply answer(Ask ask, Departure departure) {
    AskReply.Builder reply = AskReply.newBuilder().setCall(ask.getCall());
    try {
      requireNoProof(ask);
      Bytes blob = Bytes.copyOf(ask.getSealed().toByteArray());
      return reply.setContribution(frame(asks.answer(ask.getQuery(), blob, departure))).build();
    } catch (RefusedException refused) {
      log.askRefused(refused.type());
      return reply.setRefusal(refusal(refused.type())).build();
    } catch (StoreFailedException failed) {
      log.askFailed(failed);
      return reply.setRefusal(refusal(ProblemType.TOO_BUSY)).build();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return reply.setRefusal(refusal(ProblemType.MEMBER_UNAVAILABLE)).build();
    } catch (RuntimeException bugOrDatabase) {
      log.askFailed(bugOrDatabase);
      return reply.setRefusal(refusal(ProblemType.MEMBER_UNAVAILABLE)).build();
    }
  }

  /**
   * A directory that names a log makes proofs mandatory, and is not adopted by an agent that cannot
   * check them. Under one that names none there is nothing to prove: a proof that is passed over
   * would look like one that was checked.
   */
  private static void requireNoProof(Ask ask) throws RefusedException {
    if (!ask.getLogProof().isEmpty()) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST, "`log_proof` must be empty: the directory names no log");
    }
  }

  private static ContributionFrame frame(Contribution contribution) {
    return ContributionFrame.newBuilder()
        .setLanes(ByteString.copyFrom(contribution.lanes().toByteArray()))
        .setDataAsOf(contribution.dataAsOf())
        .setIndexAsOf(contribution.indexAsOf())
        .setSignature(ByteString.copyFrom(contribution.signature().toByteArray()))
        .build();
  }

  private static Refusal refusal(ProblemType problem) {
    return Refusal.newBuilder().setProblem(problem.slug()).build();
  }
}
