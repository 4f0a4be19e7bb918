package io.heji.bank.store;

import io.heji.crypto.Randomness;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Everything a bank keeps, in one folder of its home and under one key.
 *
 * @param pendingQueries keys of questions
 * @param keptTokens tokens of the epoch
 * @param documentMemory newest documents seen
 */
public record BankStore(
    PendingQueries pendingQueries, KeptTokens keptTokens, DocumentMemory documentMemory) {
  private static final String PENDING = "pending";
  private static final String TOKENS = "tokens";
  private static final String DOCUMENTS = "documents.json";

  /**
   * Opens the store; makes folder and key if there are none.
   *
   * @param folder where it lies
   * @param keyFile the key's file, best on another disk or device than the folder
   */
  public static BankStore open(Path folder, Path keyFile, Randomness randomness)
      throws IOException {
    DurableFile.makeFolder(folder);
    StoreCipher cipher = StoreCipher.ofKeyFile(keyFile, randomness);
    return new BankStore(
        new PendingQueries(folder.resolve(PENDING), cipher),
        new KeptTokens(folder.resolve(TOKENS), cipher),
        new DocumentMemory(folder.resolve(DOCUMENTS)));
  }
}
