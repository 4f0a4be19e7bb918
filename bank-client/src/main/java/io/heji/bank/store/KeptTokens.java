package io.heji.bank.store;

import io.heji.bank.BankLimits;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.SecretFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a bank keeps its tokens of one epoch between two runs: one sealed record a subject,
 * appended.
 *
 * <p>A record that does not open, be it torn by a crash or changed, is skipped: its subject is
 * tokenised again. Losing the file costs quota, nothing else.
 */
public final class KeptTokens {
  private static final int DIGEST_BYTES = 32;
  private static final int TOKEN_BYTES = 32;
  private static final int RECORD_BYTES = DIGEST_BYTES + TOKEN_BYTES + StoreCipher.OVERHEAD_BYTES;
  private static final String SUFFIX = ".sealed";

  private final Path folder;
  private final StoreCipher cipher;

  public KeptTokens(Path folder, StoreCipher cipher) throws IOException {
    this.folder = folder;
    this.cipher = cipher;
    DurableFile.makeFolder(folder);
  }

  /**
   * The tokens kept under a key, by the digest of their subject.
   *
   * @param keyName names the epoch and the tokenisers' keys; a token is worth nothing under another
   */
  public Map<Bytes, SecretBytes> load(String keyName) throws IOException {
    Path file = file(keyName);
    Map<Bytes, SecretBytes> kept = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return kept;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      var in = Channels.newInputStream(channel);
      byte[] sealed = in.readNBytes(RECORD_BYTES);
      while (sealed.length == RECORD_BYTES && kept.size() < BankLimits.TOKENS_KEPT_MAX) {
        open(keyName, sealed, kept);
        sealed = in.readNBytes(RECORD_BYTES);
      }
    }
    return kept;
  }

  /** Keeps more tokens of the same key. */
  public void append(String keyName, Map<Bytes, SecretBytes> tokens) throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream(tokens.size() * RECORD_BYTES);
    for (Map.Entry<Bytes, SecretBytes> token : tokens.entrySet()) {
      ByteBuffer record = ByteBuffer.allocate(DIGEST_BYTES + TOKEN_BYTES);
      record.put(token.getKey().toByteArray());
      record.put(token.getValue().toByteArray(SecretAccess.granted()));
      records.writeBytes(cipher.seal(keyName, SecretBytes.copyOf(record.array())));
      Arrays.fill(record.array(), (byte) 0);
    }
    DurableFile.appendRecords(file(keyName), records.toByteArray(), RECORD_BYTES);
  }

  /** Erases the tokens of all other keys: their epoch has ended. */
  public void forgetOthers(String keyName) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        if (!file.equals(file(keyName))) {
          SecretFile.erase(file);
        }
      }
    }
  }

  private void open(String keyName, byte[] sealed, Map<Bytes, SecretBytes> kept) {
    try {
      byte[] record = cipher.open(keyName, sealed).toByteArray(SecretAccess.granted());
      kept.put(
          Bytes.copyOf(Arrays.copyOf(record, DIGEST_BYTES)),
          SecretBytes.copyOf(Arrays.copyOfRange(record, DIGEST_BYTES, record.length)));
      Arrays.fill(record, (byte) 0);
    } catch (CryptoException tornOrChanged) {
      // Skipped: its subject is tokenised again.
    }
  }

  private Path file(String keyName) {
    return folder.resolve(keyName + SUFFIX);
  }
}
