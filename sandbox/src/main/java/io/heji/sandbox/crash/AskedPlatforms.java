package io.heji.sandbox.crash;

import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * Notes which platforms each question names. A client may send one question twice, the second time
 * by a newer roster. Thread-safe.
 */
final class AskedPlatforms {
  // A client asks on the thread of its caller.
  private final ThreadLocal<List<Set<PartyId>>> asked = ThreadLocal.withInitial(ArrayList::new);

  /** What the questions named that this thread sent since it was last told. */
  List<Set<PartyId>> take() {
    List<Set<PartyId>> taken = asked.get();
    asked.remove();
    return taken;
  }

  /** The way to a gateway on which questions are noted. */
  GatewayApi noting(GatewayApi gateway) {
    return new Noting(gateway);
  }

  private final class Noting implements GatewayApi {
    private final GatewayApi gateway;

    Noting(GatewayApi gateway) {
      this.gateway = gateway;
    }

    @Override
    public SignedDocuments documents() throws RefusedException, GatewayUnreachableException {
      return gateway.documents();
    }

    @Override
    public List<EvaluationAnswer> evaluate(String accessToken, String request, Bytes elements)
        throws RefusedException, GatewayUnreachableException {
      return gateway.evaluate(accessToken, request, elements);
    }

    @Override
    public String query(String accessToken, String query, SortedMap<PartyId, Bytes> sealed)
        throws RefusedException, GatewayUnreachableException {
      asked.get().add(Set.copyOf(sealed.keySet()));
      return gateway.query(accessToken, query, sealed);
    }

    @Override
    public String disclosure(String accessToken, String queryId)
        throws RefusedException, GatewayUnreachableException {
      return gateway.disclosure(accessToken, queryId);
    }
  }
}
