package io.heji.link;

import com.google.protobuf.ByteString;
import io.heji.protocol.frame.Ask;
import io.heji.protocol.frame.AskReply;
import io.heji.protocol.frame.Documents;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.EvaluateReply;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A member that echoes. */
final class PlayedMember implements LinkHandler {
  static final String FAIL = "fail";

  final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  final BlockingQueue<String> documents = new LinkedBlockingQueue<>();
  volatile CountDownLatch documentsMayBeTaken = new CountDownLatch(0);
  private final AtomicInteger failures = new AtomicInteger();
  volatile CountDownLatch evaluationsMayEnd = new CountDownLatch(0);
  volatile int answerBytes;

  @Override
  public void documents(Documents frame) {
    CountDownLatch mayBeTaken = documentsMayBeTaken;
    begun.add(frame.getDirectory());
    await(mayBeTaken);
    if (frame.getDirectory().equals(FAIL) && failures.getAndIncrement() == 0) {
      throw new IllegalStateException("played");
    }
    documents.add(frame.getDirectory());
  }

  @Override
  public EvaluateReply evaluate(Evaluate frame) {
    await(evaluationsMayEnd);
    if (frame.getRequest().equals(FAIL)) {
      throw new IllegalStateException("a handler fails");
    }
    EvaluateReply.Builder reply = EvaluateReply.newBuilder().setCall(frame.getCall());
    reply.getEvaluatedBuilder().setProof(ByteString.copyFrom(new byte[answerBytes]));
    reply.getEvaluatedBuilder().setElements(ByteString.copyFromUtf8(frame.getRequest()));
    return reply.build();
  }

  @Override
  public Supplier<AskReply> asked(Ask frame) {
    AskReply.Builder reply = AskReply.newBuilder().setCall(frame.getCall());
    reply.getContributionBuilder().setDataAsOf(1);
    return reply::build;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
