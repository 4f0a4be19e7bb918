package io.heji.sandbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.bank.gateway.GatewayApi;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AskedPlatformsTest {
  private static final PartyId A = new PartyId("platform-a");
  private static final PartyId B = new PartyId("platform-b");
  private static final PartyId C = new PartyId("platform-c");

  private final AskedPlatforms asked = new AskedPlatforms();
  private final GatewayApi gateway = asked.noting(answeringEverything());

  private static GatewayApi answeringEverything() {
    return (GatewayApi)
        Proxy.newProxyInstance(
            AskedPlatformsTest.class.getClassLoader(),
            new Class<?>[] {GatewayApi.class},
            (_, method, _) -> method.getName());
  }

  private static SortedMap<PartyId, Bytes> sealedTo(PartyId... platforms) {
    SortedMap<PartyId, Bytes> sealed = new TreeMap<>();
    for (PartyId platform : platforms) {
      sealed.put(platform, Bytes.EMPTY);
    }
    return sealed;
  }

  @Test
  void notesEveryQuestionOfAThreadAndPassesItOn() throws Exception {
    assertThat(gateway.query("", "", sealedTo(A, B, C))).isEqualTo("query");
    assertThat(gateway.query("", "", sealedTo(A, B))).isEqualTo("query");
    assertThat(gateway.disclosure("", "")).isEqualTo("disclosure");

    assertThat(asked.take()).containsExactly(Set.of(A, B, C), Set.of(A, B));
    assertThat(asked.take()).isEmpty();
  }

  @Test
  void keepsTheQuestionsOfTwoThreadsApart() throws Exception {
    gateway.query("", "", sealedTo(A, B, C));

    assertThat(CompletableFuture.supplyAsync(asked::take).get()).isEmpty();
    assertThat(asked.take()).hasSize(1);
  }
}
