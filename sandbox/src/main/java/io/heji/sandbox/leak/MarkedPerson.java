package io.heji.sandbox.leak;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import java.util.List;
import java.util.SortedMap;

/**
 * One marked borrower that was asked about, and everything about them and the question.
 *
 * @param number counts from 1
 * @param identity their number
 * @param queryId of the question
 * @param token what the tokenisers made of the number
 * @param tagKey the question's
 * @param padSeeds the question's, one a member
 * @param amounts what each platform that knows them has on its books
 * @param unit to which platforms round up
 */
record MarkedPerson(
    int number,
    String identity,
    String queryId,
    Bytes token,
    Bytes tagKey,
    SortedMap<PartyId, Bytes> padSeeds,
    List<Amount> amounts,
    long unit) {
  /** One platform's amount of one metric, in fen. */
  record Amount(String platform, Metric metric, long fen) {}

  MarkedPerson {
    amounts = List.copyOf(amounts);
  }

  /** As a platform puts it into its lane. */
  long rounded(long fen) {
    return Math.ceilDiv(fen, unit) * unit;
  }

  boolean isCustomerOf(String platform) {
    return amounts.stream().anyMatch(amount -> amount.platform().equals(platform));
  }

  @Override
  public String toString() {
    return "MarkedPerson[" + number + "]";
  }
}
