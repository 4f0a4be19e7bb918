package io.heji.bank;

import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import java.time.Instant;
import java.util.List;

/**
 * A verified answer: what the bank may rely on.
 *
 * @param queryId under which the gateway keeps it
 * @param bank who asked
 * @param purpose for which purpose
 * @param consentId under which consent
 * @param askedAt when
 * @param currency ISO 4217, of all amounts
 * @param currencyDigits how many decimal digits its minor unit has
 * @param subjects what came back for each subject, in the order asked, metrics in the order asked
 * @param coverage over which platforms the totals run
 * @param asOf how old the data may be
 * @param documents under which documents it was asked and answered
 */
public record ExposureAnswer(
    String queryId,
    PartyId bank,
    String purpose,
    String consentId,
    Instant askedAt,
    String currency,
    int currencyDigits,
    List<List<MetricAnswer>> subjects,
    Coverage coverage,
    AsOf asOf,
    Documents documents) {
  /**
   * The oldest times of any platform that was summed; the gateway's word.
   *
   * @param data when its data was read
   * @param index when its customers were last tokenised
   */
  public record AsOf(Instant data, Instant index) {}

  /**
   * The documents that question and answer name.
   *
   * @param directory who takes part
   * @param policy who may ask what
   * @param roster who is summed
   */
  public record Documents(DocumentRef directory, DocumentRef policy, DocumentRef roster) {}

  public ExposureAnswer {
    subjects = subjects.stream().map(List::copyOf).toList();
  }

  @Override
  public String toString() {
    return "ExposureAnswer[" + queryId + "]"; // Never the totals: they are about people.
  }
}
