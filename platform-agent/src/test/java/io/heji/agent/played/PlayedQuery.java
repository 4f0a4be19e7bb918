package io.heji.agent.played;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.agent.contribution.EpochSecrets;
import io.heji.crypto.Bytes;
import io.heji.crypto.CryptoException;
import io.heji.crypto.Randomness;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.agreement.X25519PrivateKey;
import io.heji.crypto.oprf.KeyShare;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.EpochKeys;
import io.heji.protocol.document.EpochKeys.PlatformKeys;
import io.heji.protocol.document.EpochKeys.TokeniserKeys;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.Roster;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.document.Status;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.jws.Jti;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Three platforms, two tokenisers and a bank that asks, with real documents, keys and messages. */
public final class PlayedQuery {
  public static final PartyId SELF = new PartyId("alpha");
  public static final PartyId BANK = new PartyId("bank-north");
  public static final List<PartyId> PLATFORMS =
      List.of(SELF, new PartyId("beta"), new PartyId("gamma"));
  private static final PartyId GATEWAY = new PartyId("gateway");
  private static final String NAME = "play";
  private static final Duration LIFE = Duration.ofDays(30);

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
  public final Randomness randomness = new SplittableRandom(7)::nextBytes;
  private final Es256PrivateKey regulator = Es256PrivateKey.generate(randomness);
  private final Map<String, Es256PrivateKey> keys = new HashMap<>();
  private final Map<PartyId, EpochSecrets> secrets = new LinkedHashMap<>();
  private final SortedMap<PartyId, KeyShare> shares = new TreeMap<>();
  private final SignedDocuments documents;

  public PlayedQuery(Instant now) {
    this(now, new Setting(PLATFORMS, "group-" + BANK, 20_000));
  }

  public PlayedQuery(Instant now, Setting setting) {
    this.now = now;
    this.setting = setting;
    this.documents = makeDocuments();
  }

  public PinnedRegulators pinned() {
    SortedMap<String, Es256PublicKey> pinned = new TreeMap<>();
    pinned.put("regulator-1", regulator.publicKey());
    return new PinnedRegulators(NAME, 1, pinned);
  }

  public SignedDocuments documents() {
    return documents;
  }

  public Federation federation() throws RefusedException {
    return Federation.verify(documents, pinned(), now);
  }

  public EpochSecrets secrets(PartyId platform) {
    return java.util.Objects.requireNonNull(secrets.get(platform));
  }

  public Es256PrivateKey key(PartyId party, KeyUse use) {
    return java.util.Objects.requireNonNull(keys.get(party + "-" + use.wireName()));
  }

  /** The tokenisers' shares of the token key. */
  public SortedMap<PartyId, KeyShare> shares() {
    return shares;
  }

  public Token token() {
    return Token.of(SecretBytes.random(Token.SIZE_BYTES, randomness));
  }

  /**
   * A query and its blobs; what each platform gets sealed may differ from what the query commits
   * to.
   */
  public final class Asked {
    public final String jti = Jti.next(now, randomness);
    public final SecretBytes tagKey = SecretBytes.random(32, randomness);
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
                SecretBytes.random(32, randomness),
                sealedTokens.getOrDefault(platform, tokens));
        SealingContext context =
            new SealingContext(
                BANK, jti, platform, federation.statement(platform).orElseThrow().hash());
        Bytes blob = payload.seal(context, federation.platformKeys(platform).sealing(), randomness);
        blobs.put(platform, blob);
        hashes.put(platform, Sha256.of(blob));
      }
      Consent consent =
          new Consent("consent-1", now.minusSeconds(60), now.plusSeconds(3600), List.of(purpose));
      return new ExposureQuery(
              jti,
              BANK,
              NAME,
              now,
              now.plusSeconds(60),
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
          .signWith(BANK + "-query", key(BANK, KeyUse.QUERY));
    }
  }

  public Asked asked() {
    return new Asked();
  }

  private SignedDocuments makeDocuments() {
    List<Party> parties = new ArrayList<>();
    parties.add(party(GATEWAY, Role.GATEWAY, "operator", KeyUse.SIGNING));
    SortedMap<PartyId, Bytes> tokenisers = new TreeMap<>();
    SortedMap<PartyId, Bytes> members = new TreeMap<>();
    List<String> statements = new ArrayList<>();
    for (PartyId id : List.of(new PartyId("tok-1"), new PartyId("tok-2"))) {
      parties.add(party(id, Role.TOKENISER, "tokeniser", KeyUse.SIGNING));
      KeyShare share = KeyShare.generate(randomness);
      shares.put(id, share);
      tokenisers.put(id, statement(id, new TokeniserKeys(share.publicKey()), statements));
    }
    for (PartyId id : setting.platforms()) {
      parties.add(party(id, Role.PLATFORM, "credit-platform", KeyUse.SIGNING));
      EpochSecrets own =
          new EpochSecrets(
              X25519PrivateKey.generate(randomness), X25519PrivateKey.generate(randomness));
      secrets.put(id, own);
      members.put(
          id,
          statement(
              id,
              new PlatformKeys(
                  own.sealing().publicKey(),
                  own.mask().publicKey(),
                  new TreeSet<>(EnumSet.allOf(Metric.class))),
              statements));
    }
    parties.add(party(BANK, Role.BANK, "commercial-bank", KeyUse.ACCESS, KeyUse.QUERY));
    Directory directory =
        new Directory(
            NAME,
            1,
            ZoneId.of("Asia/Shanghai"),
            "CNY",
            2,
            parties,
            new TreeSet<>(tokenisers.keySet()),
            now.minusSeconds(60),
            now.plus(LIFE));
    Roster roster = new Roster(NAME, 1, 1, members, tokenisers, now.minusSeconds(60), "test");
    return new SignedDocuments(
        quorum(Directory.TYP, directory.toPayload()),
        quorum(Federation.POLICY_TYP, policy()),
        CompactJws.sign(
            Roster.TYP, GATEWAY + "-signing", key(GATEWAY, KeyUse.SIGNING), roster.toPayload()),
        statements);
  }

  private Party party(PartyId id, Role role, String licence, KeyUse... uses) {
    Map<KeyUse, DirectoryKey> listed = new HashMap<>();
    for (KeyUse use : uses) {
      Es256PrivateKey key = Es256PrivateKey.generate(randomness);
      String kid = id + "-" + use.wireName();
      keys.put(kid, key);
      listed.put(use, DirectoryKey.of(NAME, id, use, kid, key));
    }
    TreeSet<String> group =
        new TreeSet<>(List.of(id.equals(BANK) ? setting.bankGroup() : "group-" + id));
    return new Party(id, role, "Name", group, licence, Status.ACTIVE, listed);
  }

  private Bytes statement(PartyId id, EpochKeys own, List<String> statements) {
    Bytes payload =
        new KeyStatement(NAME, id, 1, now.minusSeconds(60), now.plus(LIFE), own).toPayload();
    statements.add(
        CompactJws.sign(KeyStatement.TYP, id + "-signing", key(id, KeyUse.SIGNING), payload));
    return Sha256.of(payload);
  }

  private String quorum(String typ, Bytes payload) {
    return QuorumJws.sign(typ, payload, Map.of("regulator-1", regulator));
  }

  private Bytes policy() {
    try (InputStream shipped =
        PlayedQuery.class.getResourceAsStream("/bundles/consumer-credit/policy.json")) {
      ObjectNode bundle = (ObjectNode) new ObjectMapper().readTree(shipped);
      bundle.put("federation", NAME).put("activeFrom", now.minusSeconds(60).getEpochSecond());
      bundle.put("expires", now.plus(LIFE).getEpochSecond());
      ((ObjectNode) bundle.get("quotas")).put("bankSubjectsPerDay", setting.bankSubjectsPerDay());
      return Json.encode(bundle);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
