package io.heji.policy.bundle;

/**
 * How much may be asked. Each party counts on its own; failed questions count.
 *
 * @param bankSubjectsPerDay subjects that one bank may ask about in a day of the directory's time
 *     zone
 * @param bankEvaluationsPerDay elements that one bank may have evaluated in a day
 * @param platformEvaluationsPerEpoch elements that one platform may have evaluated in an epoch,
 *     after its declared book
 * @param personSubjectsPerDay how often one company group may ask one platform about the same
 *     person in a day, vetoed questions included; beyond it the platform vetoes
 */
public record Quotas(
    long bankSubjectsPerDay,
    long bankEvaluationsPerDay,
    long platformEvaluationsPerEpoch,
    long personSubjectsPerDay) {}
