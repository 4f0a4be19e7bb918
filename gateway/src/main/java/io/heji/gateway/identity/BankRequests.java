package io.heji.gateway.identity;

import io.heji.crypto.Bytes;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a request with a body comes in: which bank calls, whether it may open one more, and only then
 * the body. Thread-safe.
 */
public final class BankRequests {
  private final AccessTokens accessTokens;
  private final OpenCalls openCalls;
  private final WireCapture capture;

  /** What is done with a request. */
  public interface Work {
    String answer(OpenCall call, JsonObject body) throws RefusedException;
  }

  public BankRequests(AccessTokens accessTokens, OpenCalls openCalls, WireCapture capture) {
    this.accessTokens = accessTokens;
    this.openCalls = openCalls;
    this.capture = capture;
  }

  /** Answers a request, or refuses it without a look at its body. */
  public String answer(@Nullable String authorization, InputStream body, Work work)
      throws RefusedException, IOException {
    try (OpenCall call = openCalls.open(accessTokens.bank(authorization))) {
      Bytes content = Bytes.copyOf(body.readAllBytes());
      if (capture.isOn()) {
        capture.saw("http-request", Map.of("body", content.hex()));
      }
      return work.answer(call, JsonObject.parse(content));
    }
  }
}
