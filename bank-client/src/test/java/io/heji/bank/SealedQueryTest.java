package io.heji.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.crypto.SecretAccess;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricRequest;
import io.heji.protocol.query.SealedTokens;
import io.heji.protocol.query.SealingContext;
import io.heji.protocol.token.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SealedQueryTest {
  private final PlayedFederation played = new PlayedFederation(3);
  private final Token token = Token.of(SecretBytes.random(Token.SIZE_BYTES, played.randomness()));

  @Test
  void sealsTheSameTokenToEveryMemberAndCommitsToIt() throws Exception {
    Federation federation = played.federation();

    SealedQuery sealed = sealed(federation);

    var query = sealed.query().query();
    assertThat(sealed.blobs().keySet()).containsExactlyElementsOf(PlayedFederation.PLATFORMS);
    for (PartyId member : PlayedFederation.PLATFORMS) {
      Bytes blob = sealed.blobs().getOrDefault(member, Bytes.EMPTY);
      assertThat(query.sealed()).containsEntry(member, Sha256.of(blob));
      SealedTokens opened =
          SealedTokens.open(
              blob,
              Sha256.of(blob),
              new SealingContext(
                  PlayedFederation.BANK,
                  query.jti(),
                  member,
                  federation.statement(member).orElseThrow().hash()),
              played.sealing(member),
              1,
              query.tokens());
      assertThat(opened.tokens().getFirst().secret().equalsInConstantTime(token.secret())).isTrue();
      assertThat(bytes(opened.padSeed())).isEqualTo(bytes(sealed.padSeeds().get(member)));
    }
  }

  @Test
  void usesFreshKeysForEveryMemberAndEveryQuery() throws Exception {
    Federation federation = played.federation();
    SealedQuery first = sealed(federation);
    SealedQuery second = sealed(federation);

    List<Bytes> keys = new ArrayList<>(List.of(bytes(first.tagKey()), bytes(second.tagKey())));
    first.padSeeds().values().forEach(seed -> keys.add(bytes(seed)));
    second.padSeeds().values().forEach(seed -> keys.add(bytes(seed)));

    assertThat(keys).hasSize(2 + 2 * PlayedFederation.PLATFORMS.size());
    assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
    assertThat(first.query().query().jti()).isNotEqualTo(second.query().query().jti());
  }

  @Test
  void signsWithTheQueryKeyAndNotTheAccessKey() throws Exception {
    Federation federation = played.federation();

    Party issuer = sealed(federation).query().verifyIssuer(federation, PlayedFederation.NOW);

    assertThat(issuer.id()).isEqualTo(PlayedFederation.BANK);
    assertThat(played.key(PlayedFederation.BANK, KeyUse.QUERY).publicKey())
        .isNotEqualTo(played.key(PlayedFederation.BANK, KeyUse.ACCESS).publicKey());
  }

  private SealedQuery sealed(Federation federation) throws Exception {
    Party bank = federation.party(PlayedFederation.BANK).orElseThrow();
    List<Metric> metrics = List.of(Metric.OUTSTANDING_PRINCIPAL);
    return SealedQuery.of(
        AskingBank.request(List.of(AskingBank.KNOWN), metrics),
        List.of(new MetricRequest(Metric.OUTSTANDING_PRINCIPAL, Form.SEALED)),
        List.of(token),
        bank,
        played.bankKeys(PlayedFederation.BANK),
        federation,
        federation.summedSet(bank),
        PlayedFederation.NOW,
        played.randomness());
  }

  private static Bytes bytes(@Nullable SecretBytes secret) {
    assertThat(secret).isNotNull();
    return Bytes.copyOf(Objects.requireNonNull(secret).toByteArray(SecretAccess.granted()));
  }
}
