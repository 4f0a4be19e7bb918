package io.heji.bank.gateway;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import java.util.List;
import java.util.SortedMap;

/**
 * What a bank asks of a gateway. Answers are read, not verified. Implementations are thread-safe.
 *
 * <p>Each call throws {@link RefusedException} with the gateway's problem, and {@link
 * GatewayUnreachableException} when no answer came or none that can be read as one.
 */
public interface GatewayApi {
  /** The documents in force. */
  SignedDocuments documents() throws RefusedException, GatewayUnreachableException;

  /**
   * Has blinded elements evaluated by every tokeniser.
   *
   * @param accessToken a fresh one
   * @param request the signed evaluation request
   * @param elements 33 bytes an element
   */
  List<EvaluationAnswer> evaluate(String accessToken, String request, Bytes elements)
      throws RefusedException, GatewayUnreachableException;

  /**
   * Asks.
   *
   * @param query the signed query
   * @param sealed each member's sealed tokens
   * @return the signed disclosure
   */
  String query(String accessToken, String query, SortedMap<PartyId, Bytes> sealed)
      throws RefusedException, GatewayUnreachableException;

  /** The signed disclosure of a query asked before. */
  String disclosure(String accessToken, String queryId)
      throws RefusedException, GatewayUnreachableException;
}
