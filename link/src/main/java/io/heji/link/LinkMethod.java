package io.heji.link;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.heji.protocol.frame.FromGateway;
import io.heji.protocol.frame.FromMember;
import io.vertx.core.MultiMap;
import io.vertx.grpc.common.CodecException;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one method of the link, {@code heji.link.v1.Link/Connect}, as each end calls it. Frames with
 * unknown fields do not decode.
 */
public final class LinkMethod {
  private static final ServiceName SERVICE = ServiceName.create("heji.link.v1", "Link");
  private static final String CONNECT = "Connect";

  /** The member's end. */
  public static final ServiceMethod<FromGateway, FromMember> MEMBER_END =
      ServiceMethod.client(
          SERVICE, CONNECT, GrpcMessageEncoder.encoder(), strict(FromGateway.parser()));

  /** The gateway's end. */
  public static final ServiceMethod<FromMember, FromGateway> GATEWAY_END =
      ServiceMethod.server(
          SERVICE, CONNECT, GrpcMessageEncoder.encoder(), strict(FromMember.parser()));

  private static final String ENCODING_HEADER = "grpc-encoding";
  private static final String IDENTITY = "identity";

  private LinkMethod() {}

  /**
   * Whether these headers announce frames that are not as they are. Compressed ones are refused
   * before the first is decoded: a limit on a frame's length counts its compressed bytes only, of
   * which a few become gigabytes.
   */
  public static boolean isCompressed(MultiMap headers) {
    @Nullable String encoding = headers.get(ENCODING_HEADER);
    return encoding != null && !encoding.equals(IDENTITY);
  }

  private static <M extends Message> GrpcMessageDecoder<M> strict(Parser<M> parser) {
    return message -> {
      try {
        M frame = parser.parseFrom(CodedInputStream.newInstance(message.payload().getBytes()));
        requireKnownFields(frame);
        return frame;
      } catch (IOException malformed) {
        throw new CodecException("not a frame of the link");
      }
    };
  }

  /** A field that this version does not know may mean a restriction that it would ignore. */
  static void requireKnownFields(Message message) throws InvalidProtocolBufferException {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      throw new InvalidProtocolBufferException("a frame has an unknown field");
    }
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getValue() instanceof Message nested) {
        requireKnownFields(nested);
      } else if (field.getValue() instanceof List<?> items) {
        for (Object item : items) {
          if (item instanceof Message nested) {
            requireKnownFields(nested);
          }
        }
      }
    }
  }
}
