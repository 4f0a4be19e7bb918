package io.heji.crypto.sign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.heji.crypto.libcrypto.Libcrypto;
import io.heji.crypto.libcrypto.LibcryptoUnavailableException;
import io.heji.crypto.libcrypto.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of OpenSSL's libcrypto that {@link LibcryptoEs256} calls: reading keys in DER, and
 * signing and verifying whole messages with SHA-256 (EVP_DigestSign(3), EVP_DigestVerify(3)).
 */
final class LibcryptoSignatures {
  private static final int EVP_PKEY_EC = 408;

  private final Libcrypto library;
  private final MethodHandle readPublic;
  private final MethodHandle readPrivate;
  private final MethodHandle keyFree;
  private final MethodHandle contextNew;
  private final MethodHandle contextFree;
  private final MethodHandle signInit;
  private final MethodHandle sign;
  private final MethodHandle verifyInit;
  private final MethodHandle verify;
  private final MemorySegment sha256;

  LibcryptoSignatures(Libcrypto library) throws LibcryptoUnavailableException {
    this.library = library;
    readPublic = library.returning(ADDRESS, "d2i_PUBKEY", ADDRESS, ADDRESS, JAVA_LONG);
    readPrivate =
        library.returning(ADDRESS, "d2i_PrivateKey", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    keyFree = library.returningNothing("EVP_PKEY_free", ADDRESS);
    contextNew = library.returning(ADDRESS, "EVP_MD_CTX_new");
    contextFree = library.returningNothing("EVP_MD_CTX_free", ADDRESS);
    signInit =
        library.returning(
            JAVA_INT, "EVP_DigestSignInit", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    sign =
        library.returning(
            JAVA_INT, "EVP_DigestSign", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    verifyInit =
        library.returning(
            JAVA_INT, "EVP_DigestVerifyInit", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    verify =
        library.returning(
            JAVA_INT, "EVP_DigestVerify", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
    MethodHandle digest = library.returning(ADDRESS, "EVP_sha256");
    try {
      sha256 = library.notNull((MemorySegment) digest.invokeExact(), "EVP_sha256");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  String version() {
    return library.version();
  }

  /** Reads a SubjectPublicKeyInfo (RFC 5480). */
  MemorySegment readPublicKey(byte[] der) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment position = arena.allocateFrom(ADDRESS, arena.allocateFrom(JAVA_BYTE, der));
      return library.notNull(
          (MemorySegment) readPublic.invokeExact(MemorySegment.NULL, position, (long) der.length),
          "d2i_PUBKEY");
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** Reads a PKCS #8 private key (RFC 5958). */
  MemorySegment readPrivateKey(byte[] der) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment secret = arena.allocateFrom(JAVA_BYTE, der);
      try {
        MemorySegment position = arena.allocateFrom(ADDRESS, secret);
        return library.notNull(
            (MemorySegment)
                readPrivate.invokeExact(
                    EVP_PKEY_EC, MemorySegment.NULL, position, (long) der.length),
            "d2i_PrivateKey");
      } finally {
        secret.fill((byte) 0);
      }
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** Overwrites and frees. */
  void freeKey(MemorySegment key) {
    try {
      keyFree.invokeExact(key);
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** An ECDSA-Sig-Value in DER (RFC 3279 section 2.2.3). */
  byte[] sign(MemorySegment key, byte[] message, int longest) {
    try (NativeMemory memory = new NativeMemory();
        Arena arena = Arena.ofConfined()) {
      MemorySegment context = begun(memory, signInit, "EVP_DigestSignInit", key);
      MemorySegment signature = arena.allocate(longest);
      MemorySegment length = arena.allocateFrom(JAVA_LONG, longest);
      int done =
          (int)
              sign.invokeExact(
                  context,
                  signature,
                  length,
                  arena.allocateFrom(JAVA_BYTE, message),
                  (long) message.length);
      library.require(done == 1, "EVP_DigestSign");
      return signature.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** Whether an ECDSA-Sig-Value in DER is this key's signature of the message. */
  boolean verifies(MemorySegment key, byte[] message, byte[] signature) {
    try (NativeMemory memory = new NativeMemory();
        Arena arena = Arena.ofConfined()) {
      MemorySegment context = begun(memory, verifyInit, "EVP_DigestVerifyInit", key);
      int done =
          (int)
              verify.invokeExact(
                  context,
                  arena.allocateFrom(JAVA_BYTE, signature),
                  (long) signature.length,
                  arena.allocateFrom(JAVA_BYTE, message),
                  (long) message.length);
      if (done != 1) {
        library.forgetErrors();
      }
      return done == 1;
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }

  /** A context with SHA-256 and this key, freed with the memory. */
  private MemorySegment begun(
      NativeMemory memory, MethodHandle init, String function, MemorySegment key) throws Throwable {
    MemorySegment context =
        memory.keep(
            library.notNull((MemorySegment) contextNew.invokeExact(), "EVP_MD_CTX_new"),
            this::freeContext);
    int done = (int) init.invokeExact(context, MemorySegment.NULL, sha256, MemorySegment.NULL, key);
    library.require(done == 1, function);
    return context;
  }

  private void freeContext(MemorySegment context) {
    try {
      contextFree.invokeExact(context);
    } catch (Throwable broken) {
      throw Libcrypto.bug(broken);
    }
  }
}
