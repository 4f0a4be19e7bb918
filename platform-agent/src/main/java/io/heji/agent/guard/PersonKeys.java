package io.heji.agent.guard;

import io.heji.crypto.Bytes;
import io.heji.crypto.HmacSha256;
import io.heji.crypto.LengthPrefixed;
import io.heji.crypto.SecretBytes;
import io.heji.protocol.token.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Names under which a person's pins are stored: HMAC-SHA-256 under a key of this agent's own. Each
 * name holds the asker's company group, so pins of two groups cannot be joined.
 *
 * <p>A person has a name by its token and one by each customer reference. Both are written and both
 * are looked up: the pin outlives the epoch of the token, and it stays when a stranger becomes a
 * customer. A stranger has a second name too, so that as many rows are written for a stranger as
 * for a customer.
 */
public final class PersonKeys {
  private static final String BY_TOKEN = "heji/1/pin/token";
  private static final String BY_REFERENCE = "heji/1/pin/reference";
  private static final String QUESTION = "heji/1/pin/question";
  private static final String STRANGER = "heji/1/pin/stranger";

  private final SecretBytes localKey;

  public PersonKeys(SecretBytes localKey) {
    this.localKey = localKey;
  }

  /** The names of a person for these company groups. */
  public List<Bytes> of(Collection<String> companyGroups, Token token, Set<String> references) {
    Bytes tokenHash = HmacSha256.of(localKey, token.secret());
    List<Bytes> names = new ArrayList<>();
    for (String group : companyGroups) {
      names.add(name(BY_TOKEN, group, tokenHash));
      if (references.isEmpty()) {
        names.add(name(STRANGER, group, tokenHash));
      }
      references.stream()
          .sorted()
          .forEach(reference -> names.add(name(BY_REFERENCE, group, Bytes.utf8(reference))));
    }
    return names;
  }

  /** Names one subject of one query, so that its rows under several names count once. */
  public Bytes question(Bytes queryHash, int subject) {
    Bytes place = Bytes.ascii(Integer.toString(subject));
    return name(QUESTION, "", Bytes.concat(queryHash, place));
  }

  private Bytes name(String label, String group, Bytes person) {
    return HmacSha256.of(
        localKey,
        Bytes.concat(LengthPrefixed.ofAscii(label), LengthPrefixed.of(Bytes.utf8(group)), person));
  }
}
