package io.heji.policy.bundle;

import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.metric.Form;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.metric.MetricKind;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a bundle's payload, strictly. Used once. */
final class BundleReader {
  private static final int PURPOSES_MAX = 64;
  private static final int BANK_CLASSES_MAX = 64;
  private static final int NAME_LENGTH_MAX = Limits.PURPOSE_LENGTH_MAX;
  private static final int CONSENT_DAYS_MAX = 3650;
  private static final long QUOTA_MAX = 1_000_000_000_000L;
  private static final long UNIT_MAX = 1_000_000_000_000L;
  private static final long DWELL_MAX_SECONDS = 7 * 24 * 3600L;
  private static final long GUARD_WINDOW_MIN_SECONDS = 3600L;
  private static final long GUARD_MAX_SECONDS = 90 * 24 * 3600L;
  private static final int RETENTION_MAX_DAYS = 3650;

  private final JsonObject json;

  BundleReader(Bytes payload) throws RefusedException {
    this.json = JsonObject.parse(payload);
  }

  PolicyBundle read() throws RefusedException {
    String federation = json.text("federation", Limits.ID_LENGTH_MAX);
    long serial = json.integer("serial", 1, Long.MAX_VALUE);
    Instant activeFrom = json.instant("activeFrom");
    Instant expires = json.instant("expires");
    int floor = (int) json.integer("floor", PolicyBundle.FLOOR_MIN, Limits.MEMBERS_MAX);
    SortedMap<Metric, MetricRule> metrics = readMetrics();
    SortedMap<String, PurposeRule> purposes = readPurposes(metrics);
    Quotas quotas = readQuotas(json.object("quotas"));
    GuardRule guard = readGuard(json.object("differencingGuard"));
    int batchMax = (int) json.integer("batchMax", 1, Limits.SUBJECTS_MAX);
    AnswerDelay delay = readDelay(json.object("answerDelay"), batchMax);
    Duration dwell = Duration.ofSeconds(json.integer("rosterDwellSeconds", 0, DWELL_MAX_SECONDS));
    Duration retention =
        Duration.ofDays(json.integer("disclosureRetentionDays", 1, RETENTION_MAX_DAYS));
    json.end();
    return new PolicyBundle(
        federation,
        serial,
        activeFrom,
        expires,
        floor,
        purposes,
        metrics,
        quotas,
        guard,
        batchMax,
        delay,
        dwell,
        retention);
  }

  private SortedMap<Metric, MetricRule> readMetrics() throws RefusedException {
    SortedMap<Metric, MetricRule> rules = new TreeMap<>();
    for (JsonObject entry : json.objects("metrics", Limits.METRICS_MAX)) {
      Metric metric = metric(entry.text("name", NAME_LENGTH_MAX));
      Form form =
          Form.named(entry.text("form", NAME_LENGTH_MAX))
              .filter(named -> named == Form.SEALED || named == Form.EXACT)
              .orElseThrow(
                  () ->
                      new RefusedException(
                          ProblemType.FORM_NOT_PERMITTED,
                          "a bundle may grant the forms `sealed` and `exact`"));
      long unit = entry.integer("unit", 1, UNIT_MAX);
      if (metric.kind() == MetricKind.COUNT && unit != 1) {
        throw entry.refused("unit", "1 for a count");
      }
      int k = (int) entry.integer("k", 1, Limits.MEMBERS_MAX);
      int coverageFloor = (int) entry.integer("coverageFloor", 1, Limits.MEMBERS_MAX);
      entry.end();
      if (rules.put(metric, new MetricRule(metric, form, unit, k, coverageFloor)) != null) {
        throw json.refused("metrics", "different metrics");
      }
    }
    return rules;
  }

  private SortedMap<String, PurposeRule> readPurposes(SortedMap<Metric, MetricRule> rules)
      throws RefusedException {
    SortedMap<String, PurposeRule> purposes = new TreeMap<>();
    for (JsonObject entry : json.objects("purposes", PURPOSES_MAX)) {
      String name = entry.text("name", NAME_LENGTH_MAX);
      SortedSet<String> classes =
          distinct(
              entry, "bankClasses", entry.texts("bankClasses", BANK_CLASSES_MAX, NAME_LENGTH_MAX));
      SortedSet<Metric> metrics = new TreeSet<>();
      for (String metricName :
          distinct(entry, "metrics", entry.texts("metrics", Limits.METRICS_MAX, NAME_LENGTH_MAX))) {
        Metric metric = metric(metricName);
        if (!rules.containsKey(metric)) {
          throw entry.refused("metrics", "metrics that the bundle has a rule for");
        }
        metrics.add(metric);
      }
      int consentMaxDays = (int) entry.integer("consentMaxDays", 1, CONSENT_DAYS_MAX);
      entry.end();
      if (purposes.put(name, new PurposeRule(name, classes, metrics, consentMaxDays)) != null) {
        throw json.refused("purposes", "different purposes");
      }
    }
    return purposes;
  }

  private static Quotas readQuotas(JsonObject quotas) throws RefusedException {
    Quotas read =
        new Quotas(
            quotas.integer("bankSubjectsPerDay", 0, QUOTA_MAX),
            quotas.integer("bankEvaluationsPerDay", 0, QUOTA_MAX),
            quotas.integer("platformEvaluationsPerEpoch", 0, QUOTA_MAX),
            readBooks(quotas),
            quotas.integer("personSubjectsPerDay", 0, QUOTA_MAX));
    quotas.end();
    return read;
  }

  private static SortedMap<PartyId, Long> readBooks(JsonObject quotas) throws RefusedException {
    SortedMap<PartyId, Long> books = new TreeMap<>();
    if (quotas.has("declaredBooks")) {
      JsonObject declared = quotas.object("declaredBooks");
      for (String platform : declared.names()) {
        books.put(PartyId.parse(platform), declared.integer(platform, 0, QUOTA_MAX));
      }
    }
    return books;
  }

  private static GuardRule readGuard(JsonObject guard) throws RefusedException {
    long window = guard.integer("windowSeconds", GUARD_WINDOW_MIN_SECONDS, GUARD_MAX_SECONDS);
    GuardRule read =
        new GuardRule(
            Duration.ofSeconds(window),
            Duration.ofSeconds(guard.integer("repeatIntervalSeconds", 1, window)));
    guard.end();
    return read;
  }

  /** Banks wait only so long: a longer delay would end every question in their time-out. */
  private static AnswerDelay readDelay(JsonObject delay, int batchMax) throws RefusedException {
    long longest = Limits.ANSWER_DELAY_MAX.toMillis();
    AnswerDelay read =
        new AnswerDelay(
            Duration.ofMillis(delay.integer("baseMillis", 0, longest)),
            Duration.ofMillis(delay.integer("perSubjectMillis", 0, longest)));
    delay.end();
    if (read.of(batchMax).compareTo(Limits.ANSWER_DELAY_MAX) > 0) {
      throw delay.refused(
          "perSubjectMillis",
          "such that `batchMax` subjects wait at most "
              + Limits.ANSWER_DELAY_MAX.toSeconds()
              + " s");
    }
    return read;
  }

  private static Metric metric(String name) throws RefusedException {
    return Metric.named(name)
        .orElseThrow(
            () ->
                new RefusedException(
                    ProblemType.UNKNOWN_METRIC, "the bundle names a metric outside the catalogue"));
  }

  private static SortedSet<String> distinct(JsonObject entry, String member, List<String> texts)
      throws RefusedException {
    SortedSet<String> set = new TreeSet<>(texts);
    if (set.size() != texts.size()) {
      throw entry.refused(member, "a list of different texts");
    }
    return set;
  }
}
