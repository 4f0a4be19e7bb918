package io.heji.bank;

import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.bank.profile.BankKeys;
import io.heji.bank.store.KeptTokens;
import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.oprf.Voprf;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.Party;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.Token;
import io.heji.protocol.token.TokenRound;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Round 1: one token a subject and epoch (protocol §4). Kept tokens are used again until the epoch
 * ends, which saves the tokenisers' quota and half the time; the others are asked for, every proof
 * is verified, and kept.
 *
 * <p>Thread-safe. Two calls that need the same token at the same time both ask for it.
 */
final class TokenCache {
  private static final int KEY_NAME_HASH_BYTES = 8;

  private final GatewayApi gateway;
  private final KeptTokens store;
  private final BankKeys keys;
  private final AccessTokens accessTokens;
  private final Voprf voprf;
  private final InstantSource clock;
  private final Randomness randomness;

  // Guarded by this. Tokens are worth nothing under another key, so both change together.
  private String keyName = "";
  private final Map<Bytes, SecretBytes> kept = new LinkedHashMap<>();

  TokenCache(
      GatewayApi gateway,
      KeptTokens store,
      BankKeys keys,
      AccessTokens accessTokens,
      Voprf voprf,
      InstantSource clock,
      Randomness randomness) {
    this.gateway = gateway;
    this.store = store;
    this.keys = keys;
    this.accessTokens = accessTokens;
    this.voprf = voprf;
    this.clock = clock;
    this.randomness = randomness;
  }

  /** The subjects' tokens, in their order. */
  List<Token> tokens(List<Subject> subjects, Party bank, Federation federation)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    String name = keyName(federation);
    List<Bytes> digests = subjects.stream().map(TokenCache::digest).toList();
    Map<Bytes, SecretBytes> found = known(name, digests);
    Map<Bytes, Subject> missing = new LinkedHashMap<>();
    for (int i = 0; i < digests.size(); i++) {
      if (!found.containsKey(digests.get(i))) {
        missing.put(digests.get(i), subjects.get(i));
      }
    }
    if (!missing.isEmpty()) {
      federation.requireActiveTokenisers();
      // Not under the monitor: a slow gateway must not hold up who needs nothing of it.
      Map<Bytes, SecretBytes> fresh = tokenise(missing, bank, federation);
      keep(name, fresh);
      found.putAll(fresh);
    }
    List<Token> tokens = new ArrayList<>();
    for (Bytes digest : digests) {
      SecretBytes token = found.get(digest);
      if (token == null) {
        // Safe: what was not known was missing, and everything missing was put in just now.
        throw new IllegalStateException("bug: a subject without a token");
      }
      tokens.add(Token.of(token));
    }
    return List.copyOf(tokens);
  }

  private synchronized Map<Bytes, SecretBytes> known(String name, List<Bytes> digests)
      throws IOException {
    useKey(name);
    Map<Bytes, SecretBytes> found = new HashMap<>();
    for (Bytes digest : digests) {
      SecretBytes token = kept.get(digest);
      if (token != null) {
        found.put(digest, token);
      }
    }
    return found;
  }

  /** Not of a key that was replaced while the tokenisers worked: these tokens serve this once. */
  private synchronized void keep(String name, Map<Bytes, SecretBytes> fresh) throws IOException {
    if (name.equals(keyName)) {
      store.append(name, fresh);
      kept.putAll(fresh);
      dropOldest();
    }
  }

  private Map<Bytes, SecretBytes> tokenise(
      Map<Bytes, Subject> missing, Party bank, Federation federation)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException {
    TokenRound round = TokenRound.blind(List.copyOf(missing.values()), voprf, randomness);
    String request =
        round
            .request(federation, bank.id(), clock.instant(), randomness)
            .signWith(keys.queryKid(bank), keys.query());
    String accessToken = accessTokens.fresh(bank, federation.directory().federation());
    List<EvaluationAnswer> answers = gateway.evaluate(accessToken, request, round.elements());
    try {
      Iterator<Token> tokens = round.finish(federation, answers).iterator();
      Map<Bytes, SecretBytes> fresh = new LinkedHashMap<>();
      missing.keySet().forEach(digest -> fresh.put(digest, tokens.next().secret()));
      return fresh;
    } catch (RefusedException check) {
      throw new NotVerifiedException(check);
    }
  }

  private void useKey(String name) throws IOException {
    if (!name.equals(keyName)) {
      kept.clear();
      store.forgetOthers(name);
      kept.putAll(store.load(name));
      keyName = name;
    }
  }

  private void dropOldest() {
    var oldest = kept.keySet().iterator();
    while (kept.size() > BankLimits.TOKENS_KEPT_MAX) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Names the epoch and exactly these tokenisers' keys: a new share makes all tokens new. */
  private static String keyName(Federation federation) {
    Bytes shares = Bytes.EMPTY;
    for (Bytes statementHash : federation.roster().tokenisers().values()) {
      shares = Bytes.concat(shares, statementHash);
    }
    String hash = Sha256.of(shares).slice(0, KEY_NAME_HASH_BYTES).hex();
    return "epoch-" + federation.roster().epoch() + "-" + hash;
  }

  /** Kept in memory and in sealed records only: a digest of a number can be found by trying. */
  private static Bytes digest(Subject subject) {
    return Sha256.of(Bytes.copyOf(subject.tokenInput().toByteArray(SecretAccess.granted())));
  }
}
