package io.heji.crypto.sign;

import io.heji.crypto.Bytes;
import java.security.interfaces.ECPrivateKey;

/** What signs and verifies. Makes of each key, once, what it computes with. Thread-safe. */
interface Es256Library {
  /** Signs with one key. Thread-safe. */
  @FunctionalInterface
  interface Signer {
    /** r‖s, 64 bytes. */
    Bytes sign(Bytes message);
  }

  /** Verifies by one key. Thread-safe. */
  @FunctionalInterface
  interface Verifier {
    /** Whether r‖s, 64 bytes, is the key's signature of the message. */
    boolean verify(Bytes message, Bytes signature);
  }

  Signer signer(ECPrivateKey key);

  Verifier verifier(Es256PublicKey key);

  /** Name and version. */
  String description();
}
