package io.heji.agent.played;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.agent.contribution.EpochSecrets;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.played.PlayedParties;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.query.SignedQuery;
import io.heji.protocol.token.Token;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The played parties as a platform's agent sees them, three platforms on the roster, by the policy
 * that ships; and a bank that asks with real messages.
 */
public final class PlayedQuery extends PlayedParties {
  public static final PartyId SELF = PLATFORMS.getFirst();
  public static final List<PartyId> ON_THE_ROSTER = PLATFORMS.subList(0, 3);

  /**
   * What a test has otherwise than usual.
   *
   * @param platforms on the roster
   * @param bankGroup the bank's company group
   * @param bankSubjectsPerDay the bank's quota at each agent
   */
  public record Setting(List<PartyId> platforms, String bankGroup, long bankSubjectsPerDay) {
    public Setting {
      platforms = List.copyOf(platforms);
    }
  }

  public final Instant now;
  private final Setting setting;

  public PlayedQuery(Instant now) {
    this(now, new Setting(ON_THE_ROSTER, "north", 20_000));
  }

  public PlayedQuery(Instant now, Setting setting) {
    super(now, seeded(7));
    this.now = now;
    this.setting = setting;
    Party bank = party(BANK);
    replace(
        BANK,
        new Party(
            BANK,
            bank.role(),
            bank.name(),
            new TreeSet<>(List.of(setting.bankGroup())),
            bank.licenceClass(),
            bank.status(),
            bank.keys()));
    ObjectNode policy = shippedPolicy();
    policy.withObject("/quotas").put("bankSubjectsPerDay", setting.bankSubjectsPerDay());
    policy(policy);
  }

  private static ObjectNode shippedPolicy() {
    try (InputStream shipped =
        PlayedQuery.class.getResourceAsStream("/bundles/consumer-credit/policy.json")) {
      return (ObjectNode) new ObjectMapper().readTree(shipped);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  @Override
  public SignedDocuments documents() {
    return documents(1, start(), setting.platforms());
  }

  /** The next directory, which suspends the bank, and the next roster. */
  public SignedDocuments suspendingTheBank(Instant rosterFrom) {
    suspend(BANK);
    return documents(2, rosterFrom, setting.platforms());
  }

  public Federation federation() throws RefusedException {
    return verified(now);
  }

  public EpochSecrets secrets(PartyId platform) {
    return new EpochSecrets(sealing(platform), mask(platform));
  }

  public Token token() {
    return Token.of(SecretBytes.random(Token.SIZE_BYTES, randomness()));
  }

  /**
   * A query and its blobs; what each platform gets sealed may differ from what the query commits
   * to.
   */
  public final class Asked {
    public final String jti = Jti.next(now, randomness());
    public Instant at = now;
    public final SecretBytes tagKey = SecretBytes.random(32, randomness());
    public List<MetricRequest> metrics =
        List.of(
            new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED),
            new MetricRequest(Metric.LENDERS, Form.EXACT));
    public String purpose = "loan-approval";
    public List<PartyId> sealedTo = setting.platforms();
    public Map<PartyId, List<Token>> sealedTokens = new HashMap<>();
    public Map<PartyId, Bytes> blobs = new TreeMap<>();

    public SignedQuery sign(List<Token> tokens) throws RefusedException, CryptoException {
      Federation federation = federation();
      SortedMap<PartyId, Bytes> hashes = new TreeMap<>();
      for (PartyId platform : sealedTo) {
        SealedTokens payload =
            new SealedTokens(
                tagKey,
                SecretBytes.random(32, randomness()),
                sealedTokens.getOrDefault(platform, tokens));
        SealingContext context =
            new SealingContext(
                BANK, jti, platform, federation.statement(platform).orElseThrow().hash());
        Bytes blob =
            payload.seal(context, federation.platformKeys(platform).sealing(), randomness());
        blobs.put(platform, blob);
        hashes.put(platform, Sha256.of(blob));
      }
      Consent consent =
          new Consent("consent-1", at.minusSeconds(60), at.plusSeconds(3600), List.of(purpose));
      return new ExposureQuery(
              jti,
              BANK,
              NAME,
              at,
              at.plusSeconds(60),
              "officer-1",
              purpose,
              consent,
              metrics,
              tokens.size(),
              SealedTokens.commitment(tagKey, tokens),
              hashes,
              federation.directoryRef(),
              federation.policyRef(),
              federation.rosterRef())
          .signWith(kid(BANK, KeyUse.QUERY), key(BANK, KeyUse.QUERY));
    }
  }

  public Asked asked() {
    return new Asked();
  }
}
