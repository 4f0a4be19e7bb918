package io.heji.link.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heji.protocol.frame.Evaluate;
import io.heji.protocol.frame.FromGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireCaptureTest {
  @TempDir Path folder;

  @Test
  void writesEachFrameAsOneLine() throws IOException {
    Path file = folder.resolve("capture.jsonl");
    WireCapture capture = WireCapture.to(Optional.of(file), () -> 7);
    ByteString elements = ByteString.copyFrom(new byte[] {2, (byte) 0xFF});

    capture.received(
        "gateway",
        FromGateway.newBuilder()
            .setEvaluate(Evaluate.newBuilder().setCall(3).setRequest("jws").setElements(elements))
            .build());
    capture.saw("http", Map.of("path", "/v1/queries"));

    assertThat(Files.readAllLines(file))
        .isEqualTo(
            List.of(
                "{\"nanos\":7,\"direction\":\"received\",\"peer\":\"gateway\",\"kind\":\"evaluate\","
                    + "\"content\":{\"call\":\"3\",\"request\":\"jws\",\"elements\":\"02ff\"},"
                    + "\"frame\":\"120b080312036a77731a0202ff\"}",
                "{\"nanos\":7,\"direction\":\"saw\",\"peer\":\"\",\"kind\":\"http\","
                    + "\"content\":{\"path\":\"/v1/queries\"}}"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void recordsNothingUnlessAFileIsGiven() throws IOException {
    WireCapture capture = WireCapture.to(Optional.empty(), () -> 7);

    capture.sent("gateway", FromGateway.getDefaultInstance());

    assertThat(capture.isOn()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }
}
