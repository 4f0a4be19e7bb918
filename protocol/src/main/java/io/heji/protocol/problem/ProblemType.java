package io.heji.protocol.problem;

import java.net.URI;

/**
 * Every reason for which a party refuses, a closed list shared by servers and clients.
 *
 * <p>A problem travels as RFC 9457 between gateway and bank and as its slug in frames of the link.
 * Each type has its page under {@code docs/reference/problems}. A type that this version does not
 * know reads as {@link #UNKNOWN}.
 */
public enum ProblemType {
  /** The message is not of the agreed form. */
  MALFORMED_REQUEST(
      "malformed-request",
      400,
      Retry.NO,
      "The message is not of the agreed form",
      "Send exactly the members, types and encodings that the protocol page lists."),
  /** The identity number is not one. */
  MALFORMED_SUBJECT(
      "malformed-subject",
      422,
      Retry.NO,
      "The identity number is not one",
      "Check the number with the applicant; a wrong check character means it was mistyped."),
  /** The metric is not in the catalogue. */
  UNKNOWN_METRIC(
      "unknown-metric",
      400,
      Retry.NO,
      "The metric is not in the catalogue",
      "Ask for metrics of the catalogue only."),
  /** Policy does not disclose the metric in that form. */
  FORM_NOT_PERMITTED(
      "form-not-permitted",
      403,
      Retry.NO,
      "Policy does not disclose the metric in that form",
      "Ask for the form that the policy bundle names for the metric."),
  /** Policy does not disclose the metric for that purpose. */
  METRIC_NOT_PERMITTED(
      "metric-not-permitted",
      403,
      Retry.NO,
      "Policy does not disclose the metric for that purpose",
      "Leave the metric out or state the purpose it is disclosed for."),
  /** Policy does not know the purpose or not for this bank. */
  PURPOSE_NOT_PERMITTED(
      "purpose-not-permitted",
      403,
      Retry.NO,
      "Policy does not know the purpose or not for this bank",
      "State a purpose that the policy bundle grants to the bank's licence class."),
  /** The consent does not cover the query. */
  CONSENT_INVALID(
      "consent-invalid",
      403,
      Retry.NO,
      "The consent does not cover the query",
      "Obtain a consent of the borrower that covers this purpose and has not expired."),
  /** The access token is not valid. */
  ACCESS_TOKEN_INVALID(
      "access-token-invalid",
      401,
      Retry.NO,
      "The access token is not valid",
      "Sign a fresh access token with the access key that the directory lists."),
  /** The access token has expired. */
  ACCESS_TOKEN_EXPIRED(
      "access-token-expired",
      401,
      Retry.YES,
      "The access token has expired",
      "Sign a fresh access token and try again."),
  /** A signature does not verify. */
  SIGNATURE_INVALID(
      "signature-invalid",
      401,
      Retry.NO,
      "A signature does not verify",
      "Sign with the key that the directory lists for this use."),
  /** The message's time is over. */
  MESSAGE_EXPIRED(
      "message-expired",
      400,
      Retry.YES,
      "The message's time is over",
      "Sign the message again and send it at once."),
  /** The message comes from the future. */
  CLOCK_SKEW(
      "clock-skew",
      400,
      Retry.YES,
      "The message comes from the future",
      "Set the clock; clocks may differ by 30 seconds."),
  /** The message was used before. */
  REPLAYED(
      "replayed",
      409,
      Retry.NO,
      "The message was used before",
      "Make a new message with a new jti."),
  /** Too many subjects in one message. */
  BATCH_TOO_LARGE(
      "batch-too-large",
      413,
      Retry.NO,
      "Too many subjects in one message",
      "Split the batch; the bundle and the limits name the most subjects of one query."),
  /** The directory named is not the current one. */
  WRONG_DIRECTORY(
      "wrong-directory",
      409,
      Retry.YES,
      "The directory named is not the current one",
      "Fetch the documents again, verify them, and ask again."),
  /** The policy bundle named is not the current one. */
  WRONG_POLICY(
      "wrong-policy",
      409,
      Retry.YES,
      "The policy bundle named is not the current one",
      "Fetch the documents again, verify them, and ask again."),
  /** The roster named is not the current one. */
  WRONG_ROSTER(
      "wrong-roster",
      409,
      Retry.YES,
      "The roster named is not the current one",
      "Fetch the documents again, verify them, and ask again."),
  /** The roster named is of an epoch that has ended. */
  EPOCH_CHANGED(
      "epoch-changed",
      409,
      Retry.YES,
      "The roster named is of an epoch that has ended",
      "Fetch the documents again, verify them, and ask again with new tokens."),
  /** The party is not in the directory. */
  UNKNOWN_PARTY(
      "unknown-party",
      403,
      Retry.NO,
      "The party is not in the directory",
      "Use the id under which the regulators list the party."),
  /** The party is suspended. */
  PARTY_SUSPENDED(
      "party-suspended", 403, Retry.NO, "The party is suspended", "Ask the regulators."),
  /** Too few company groups would be summed. */
  FLOOR_NOT_MET(
      "floor-not-met",
      409,
      Retry.NO,
      "Too few company groups would be summed",
      "Wait until enough platforms of other company groups are on the roster."),
  /** The quota is used up. */
  QUOTA_EXCEEDED(
      "quota-exceeded",
      429,
      Retry.YES,
      "The quota is used up",
      "Ask again when the quota starts anew."),
  /** A tokeniser does not answer. */
  TOKENISER_UNAVAILABLE(
      "tokeniser-unavailable",
      503,
      Retry.YES,
      "A tokeniser does not answer",
      "Try again; tokens that the bank kept still work."),
  /** A platform does not answer. */
  MEMBER_UNAVAILABLE(
      "member-unavailable",
      503,
      Retry.YES,
      "A platform does not answer",
      "Try again; nothing was disclosed."),
  /** The sealed tokens are not the signed ones. */
  BLOB_MISMATCH(
      "blob-mismatch",
      400,
      Retry.NO,
      "The sealed tokens are not the signed ones",
      "Seal and sign again; send exactly what was signed."),
  /** The sealed tokens do not open to what was committed. */
  SEALED_TOKENS_INVALID(
      "sealed-tokens-invalid",
      400,
      Retry.NO,
      "The sealed tokens do not open to what was committed",
      "Seal the same tokens to every member and commit to them."),
  /** A tokeniser's evaluation does not verify. */
  EVALUATION_INVALID(
      "evaluation-invalid",
      502,
      Retry.NO,
      "A tokeniser's evaluation does not verify",
      "Report it: a tokeniser did not use the key it stated, or somebody changed its answer."),
  /** A contribution does not add up. */
  CONTRIBUTION_INVALID(
      "contribution-invalid",
      502,
      Retry.NO,
      "A contribution does not add up",
      "Report it; nothing was disclosed."),
  /** The answer does not verify. */
  DISCLOSURE_INVALID(
      "disclosure-invalid",
      502,
      Retry.NO,
      "The answer does not verify",
      "Do not use the answer; report it."),
  /** There is nothing here. */
  NOT_FOUND(
      "not-found", 404, Retry.NO, "There is nothing here", "Check the address or the query id."),
  /** The gateway stopped while the query was under way. */
  INTERRUPTED(
      "interrupted",
      503,
      Retry.YES,
      "The gateway stopped while the query was under way",
      "Fetch the answer by the query's id; if there is none, ask again."),
  /** Too much work at once. */
  TOO_BUSY("too-busy", 503, Retry.YES, "Too much work at once", "Try again after a pause."),
  /** Something failed inside. */
  INTERNAL(
      "internal",
      500,
      Retry.YES,
      "Something failed inside",
      "Try again; if it stays, tell the operator the query id and the time."),
  /** A problem of a newer version. */
  UNKNOWN(
      "unknown",
      500,
      Retry.NO,
      "A problem of a newer version",
      "Read the problem's own page, then bring this client up to date.");

  private static final String URI_PREFIX = "urn:heji:problem:";

  private final String slug;
  private final int httpStatus;
  private final Retry retry;
  private final String title;
  private final String remedy;

  ProblemType(String slug, int httpStatus, Retry retry, String title, String remedy) {
    this.slug = slug;
    this.httpStatus = httpStatus;
    this.retry = retry;
    this.title = title;
    this.remedy = remedy;
  }

  /** The type's short name, as in frames of the link. */
  public String slug() {
    return slug;
  }

  /** The status of an HTTP answer that carries the problem. */
  public int httpStatus() {
    return httpStatus;
  }

  /** One sentence without a full stop, the same for every occurrence. */
  public String title() {
    return title;
  }

  /** One sentence: what whoever sees it should do. */
  public String remedy() {
    return remedy;
  }

  /** True if the same question, signed anew, can succeed later. */
  public boolean retryable() {
    return retry == Retry.YES;
  }

  /** The {@code type} member of RFC 9457. */
  public URI uri() {
    return URI.create(URI_PREFIX + slug);
  }

  /** The type of this slug; {@link #UNKNOWN} for one that this version does not know. */
  public static ProblemType ofSlug(String slug) {
    for (ProblemType type : values()) {
      if (type.slug.equals(slug)) {
        return type;
      }
    }
    return UNKNOWN;
  }

  /** The type of this URI; {@link #UNKNOWN} for one that this version does not know. */
  public static ProblemType ofUri(String uri) {
    return uri.startsWith(URI_PREFIX) ? ofSlug(uri.substring(URI_PREFIX.length())) : UNKNOWN;
  }

  /** A named boolean, so that the list above reads. */
  private enum Retry {
    YES,
    NO
  }
}
