package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;

/**
 * How everything names a directory, policy or roster.
 *
 * @param serial grows with every new document of its kind
 * @param hash SHA-256 of the decoded payload, 32 bytes
 */
public record DocumentRef(long serial, Bytes hash) {
  public DocumentRef {
    if (serial < 1 || hash.size() != Sha256.SIZE_BYTES) {
      throw new IllegalArgumentException("not a reference to a document");
    }
  }

  public void write(ObjectNode json) {
    json.put("serial", serial).put("hash", hash.base64Url());
  }

  public static DocumentRef read(JsonObject json) throws RefusedException {
    long serial = json.integer("serial", 1, Long.MAX_VALUE);
    Bytes hash = json.bytes("hash", Sha256.SIZE_BYTES);
    json.end();
    return new DocumentRef(serial, hash);
  }
}
