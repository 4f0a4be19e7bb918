package io.heji.protocol.jws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;

/** The one header there is: {@code {"alg":"ES256","kid":…,"typ":…}}. */
record ProtectedHeader(String kid, String typ) {
  private static final String ALGORITHM = "ES256";
  private static final int TYP_LENGTH_MAX = 64;

  Bytes encode() {
    ObjectNode header = Json.object();
    header.put("alg", ALGORITHM).put("kid", kid).put("typ", typ);
    return Json.encode(header);
  }

  static ProtectedHeader read(Bytes json, String typ) throws RefusedException {
    JsonObject header = JsonObject.parse(json);
    String algorithm = header.text("alg", TYP_LENGTH_MAX);
    String kid = header.text("kid", Limits.KEY_ID_LENGTH_MAX);
    String actualTyp = header.text("typ", TYP_LENGTH_MAX);
    header.end();
    if (!algorithm.equals(ALGORITHM)) {
      throw new RefusedException(ProblemType.SIGNATURE_INVALID, "member `alg` must be `ES256`");
    }
    if (!actualTyp.equals(typ)) {
      throw new RefusedException(
          ProblemType.SIGNATURE_INVALID, "member `typ` must be `" + typ + "`");
    }
    return new ProtectedHeader(kid, actualTyp);
  }
}
