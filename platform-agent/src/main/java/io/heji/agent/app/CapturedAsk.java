package io.heji.agent.app;

import io.heji.agent.query.AskHandler;
import io.heji.agent.source.PlatformSource.SubjectValues;
import io.heji.crypto.Bytes;
import io.heji.crypto.SecretAccess;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SignedQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes what an agent opened and read to the sandbox's capture: tokens, hit or miss, its own
 * values. All of it the agent may know; none of it may be logged.
 */
final class CapturedAsk implements AskHandler.Observer {
  private final WireCapture capture;

  CapturedAsk(WireCapture capture) {
    this.capture = capture;
  }

  @Override
  public void opened(
      SignedQuery query,
      SealedTokens tokens,
      List<Set<String>> references,
      List<SubjectValues> values) {
    if (!capture.isOn()) {
      return;
    }
    for (int i = 0; i < references.size(); i++) {
      Map<String, String> seen = new LinkedHashMap<>();
      seen.put("jti", query.query().jti());
      seen.put("bank", query.query().issuer().value());
      seen.put("purpose", query.query().purpose());
      byte[] token = tokens.tokens().get(i).secret().toByteArray(SecretAccess.granted());
      seen.put("token", Bytes.copyOf(token).hex());
      seen.put("customer", references.get(i).isEmpty() ? "no" : "yes");
      if (values.get(i) instanceof SubjectValues.Values(boolean known, List<Long> own)) {
        seen.put("known", Boolean.toString(known));
        for (int m = 0; m < own.size(); m++) {
          seen.put(
              "own." + query.query().metrics().get(m).metric().wireName(), own.get(m).toString());
        }
      }
      capture.saw("opened", seen);
    }
  }
}
