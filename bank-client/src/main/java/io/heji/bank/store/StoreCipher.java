package io.heji.bank.store;

import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what the bank keeps on disk: AES-256-GCM, nonce ‖ ciphertext ‖ tag, bound to the name under
 * which it is kept. Thread-safe.
 *
 * <p>Nonces are 96 random bits: one key serves far fewer than the 2^32 seals that NIST SP 800-38D
 * section 8.3 allows, a bank that asks every second for a century included.
 */
public final class StoreCipher {
  /** Bytes that sealing adds. */
  public static final int OVERHEAD_BYTES = StoreCipher.NONCE_BYTES + StoreCipher.TAG_BYTES;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  /** Separates these seals from any other use of the key; local to the bank, not on the wire. */
  private static final Bytes LABEL = LengthPrefixed.ofAscii("heji/1/bank-store");

  private final SecretBytes key;
  private final Randomness randomness;

  private StoreCipher(SecretBytes key, Randomness randomness) {
    this.key = key;
    this.randomness = randomness;
  }

  /** Seals under the key of this file; makes the key first if there is none. */
  public static StoreCipher ofKeyFile(Path file, Randomness randomness) throws IOException {
    if (!Files.exists(file)) {
      try {
        SecretFile.write(file, SecretBytes.random(KEY_BYTES, randomness));
      } catch (FileAlreadyExistsException madeMeanwhile) {
        // Another process of this bank made it between the look and the write: its key is used.
      }
    }
    SecretBytes key = SecretFile.read(file);
    if (key.size() != KEY_BYTES) {
      throw new IOException("`" + file + "` must hold " + KEY_BYTES + " bytes");
    }
    return new StoreCipher(key, randomness);
  }

  /** Seals a plaintext to the name under which it will be kept. */
  public byte[] seal(String name, SecretBytes plaintext) {
    byte[] nonce = randomness.bytes(NONCE_BYTES);
    byte[] clear = plaintext.toByteArray(SecretAccess.granted());
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(clear);
      return Bytes.concat(Bytes.copyOf(nonce), Bytes.copyOf(sealed)).toByteArray();
    } catch (GeneralSecurityException impossible) {
      // Safe: every JDK has AES-GCM, and sealing has no input that it refuses.
      throw new IllegalStateException("bug: AES-GCM does not seal", impossible);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  /** Opens what was sealed to this name. */
  public SecretBytes open(String name, byte[] sealed) throws CryptoException {
    if (sealed.length < OVERHEAD_BYTES) {
      throw new CryptoException();
    }
    byte[] clear = {};
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      clear =
          cipher(Cipher.DECRYPT_MODE, nonce, name)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return SecretBytes.copyOf(clear);
    } catch (GeneralSecurityException doesNotOpen) {
      throw new CryptoException();
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(
        mode,
        new SecretKeySpec(key.toByteArray(SecretAccess.granted()), "AES"),
        new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(Bytes.concat(LABEL, LengthPrefixed.ofAscii(name)).toByteArray());
    return cipher;
  }
}
