package io.heji.gateway.audit;

/**
 * What a query uses up of its bank's quota.
 *
 * @param scope of {@link io.heji.store.QuotaScope}
 * @param subjects that it asks about
 * @param limit that policy sets
 */
public record SubjectsCharge(String scope, long subjects, long limit) {}
