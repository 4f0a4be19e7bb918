package io.heji.gateway.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.HmacSha256;
import io.heji.crypto.SecretBytes;
import io.heji.crypto.Sha256;
import io.heji.gateway.audit.Admission;
import io.heji.gateway.audit.DecisionLog;
import io.heji.gateway.audit.DecisionRecord;
import io.heji.gateway.audit.DecisionRecord.Kind;
import io.heji.gateway.audit.DecisionRecord.Outcome;
import io.heji.gateway.audit.SubjectsCharge;
import io.heji.policy.decision.QueryFacts;
import io.heji.protocol.json.Json;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.query.ExposureQuery;
import io.heji.protocol.query.SignedQuery;
import java.time.Instant;
import java.util.Optional;

/**
 * What the decision log is told of one query, without identity, token, amount, count of platforms
 * or state.
 */
final class QueryRecords {
  private final DecisionLog log;
  private final SecretBytes consentKey;

  QueryRecords(DecisionLog log, SecretBytes consentKey) {
    this.log = log;
    this.consentKey = consentKey;
  }

  /** Before anything is asked: accepted once, charged, and permitted on the record. */
  Admission admitted(SignedQuery query, QueryFacts facts, SubjectsCharge charge, Instant at) {
    return log.admit(
        record(
            Kind.DECISION,
            Outcome.PERMITTED,
            query,
            facts(query, Optional.of(facts)),
            at,
            Optional.empty(),
            Optional.empty()),
        query.query().expires(),
        charge);
  }

  /** Refused before anything was asked. */
  void denied(SignedQuery query, Optional<QueryFacts> facts, ProblemType problem, Instant at) {
    log.append(
        record(
            Kind.DECISION,
            Outcome.REFUSED,
            query,
            facts(query, facts),
            at,
            Optional.of(problem),
            Optional.empty()));
  }

  /** Asked, but not answered. */
  void failed(SignedQuery query, ProblemType problem, Instant at) {
    log.append(
        record(
            Kind.DISCLOSURE,
            Outcome.REFUSED,
            query,
            facts(query, Optional.empty()),
            at,
            Optional.of(problem),
            Optional.empty()));
  }

  /**
   * Answered, and kept for the bank to fetch again: the salt, which only the bank gets, hides the
   * disclosure from whoever reads the log.
   */
  void answered(SignedQuery query, Bytes salt, String disclosure, Instant at) {
    Bytes hash = Sha256.of(salt, Bytes.ascii(disclosure));
    log.appendAnswered(
        record(
            Kind.DISCLOSURE,
            Outcome.ANSWERED,
            query,
            facts(query, Optional.empty()),
            at,
            Optional.empty(),
            Optional.of(hash)),
        disclosure);
  }

  private static DecisionRecord record(
      Kind kind,
      Outcome outcome,
      SignedQuery query,
      String facts,
      Instant at,
      Optional<ProblemType> problem,
      Optional<Bytes> disclosureHash) {
    return new DecisionRecord(
        kind,
        at,
        query.query().issuer(),
        query.query().jti(),
        query.hash(),
        outcome,
        problem,
        facts,
        disclosureHash);
  }

  private String facts(SignedQuery signed, Optional<QueryFacts> facts) {
    ExposureQuery query = signed.query();
    ObjectNode json = Json.object();
    json.put("operator", query.operator()).put("purpose", query.purpose());
    json.put("subjects", query.subjects());
    ArrayNode metrics = json.putArray("metrics");
    query
        .metrics()
        .forEach(
            metric ->
                metrics
                    .addObject()
                    .put("name", metric.metric().wireName())
                    .put("form", metric.form().wireName()));
    query.directory().write(json.putObject("directory"));
    query.policy().write(json.putObject("policy"));
    query.roster().write(json.putObject("roster"));
    ArrayNode set = json.putArray("set");
    query.sealed().keySet().forEach(member -> set.add(member.value()));
    ObjectNode consent = json.putObject("consent");
    consent.put("idHash", HmacSha256.of(consentKey, Bytes.utf8(query.consent().id())).base64Url());
    consent.put("granted", query.consent().granted().getEpochSecond());
    consent.put("expires", query.consent().expires().getEpochSecond());
    ArrayNode scope = consent.putArray("scope");
    query.consent().scope().forEach(scope::add);
    facts.ifPresent(
        read -> {
          json.put("licenceClass", read.licenceClass());
          json.put("companyGroups", read.companyGroups()).put("members", read.members());
          json.put("usedToday", read.usedToday()).put("now", read.now().getEpochSecond());
        });
    return Json.encode(json).asUtf8();
  }
}
