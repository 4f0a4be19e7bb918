package io.heji.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import io.heji.protocol.frame.Answers;
import io.heji.protocol.frame.EvaluationResult;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.TokeniserAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.CodecException;
import io.vertx.grpc.common.GrpcMessage;
import org.junit.jupiter.api.Test;

class LinkMethodTest {
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  @Test
  void isTheMethodThatTheProtoNames() {
    assertThat(LinkMethod.MEMBER_END.fullMethodName()).isEqualTo("heji.link.v1.Link/Connect");
    assertThat(LinkMethod.GATEWAY_END.fullMethodName()).isEqualTo("heji.link.v1.Link/Connect");
  }

  @Test
  void readsWhatItKnows() {
    FromGateway frame = frame(TokeniserAnswer.newBuilder().setTokeniser("one").build());

    assertThat(decode(frame)).isEqualTo(frame);
  }

  @Test
  void refusesUnknownFieldsAtAnyDepth() {
    FromGateway outer = FromGateway.newBuilder().setUnknownFields(UNKNOWN).build();
    FromGateway inner =
        frame(TokeniserAnswer.newBuilder().setTokeniser("one").setUnknownFields(UNKNOWN).build());

    assertThatThrownBy(() -> decode(outer)).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> decode(inner)).isInstanceOf(CodecException.class);
  }

  @Test
  void refusesBytesThatAreNoFrame() {
    byte[] cutShort = {0x0A, 0x05, 0x01};

    assertThatThrownBy(() -> decode(cutShort)).isInstanceOf(CodecException.class);
  }

  private static FromGateway frame(TokeniserAnswer answer) {
    return FromGateway.newBuilder()
        .setEvaluation(
            EvaluationResult.newBuilder().setAnswers(Answers.newBuilder().addAnswers(answer)))
        .build();
  }

  private static FromGateway decode(FromGateway frame) {
    return decode(frame.toByteArray());
  }

  private static FromGateway decode(byte[] frame) {
    return LinkMethod.MEMBER_END
        .decoder()
        .decode(GrpcMessage.message("identity", Buffer.buffer(frame)));
  }
}
