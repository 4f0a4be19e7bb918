package io.heji.bank;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.query.DisclosedMetric;
import io.heji.protocol.query.Disclosure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A disclosure that a test changes in one place before the gateway signs it. */
final class DisclosureDraft {
  String jti;
  PartyId issuer;
  PartyId audience;
  Instant issuedAt;
  Bytes queryHash;
  SortedSet<PartyId> set;
  SortedSet<PartyId> absent;
  SortedSet<PartyId> ownGroup;
  DocumentRef directory;
  DocumentRef policy;
  DocumentRef roster;
  final List<List<DisclosedMetric>> subjects = new ArrayList<>();

  private DisclosureDraft(Disclosure original) {
    jti = original.jti();
    issuer = original.issuer();
    audience = original.audience();
    issuedAt = original.issuedAt();
    queryHash = original.queryHash();
    set = original.set();
    absent = original.absent();
    ownGroup = original.ownGroup();
    directory = original.directory();
    policy = original.policy();
    roster = original.roster();
    original.subjects().forEach(metrics -> subjects.add(new ArrayList<>(metrics)));
  }

  static UnaryOperator<Disclosure> changed(Consumer<DisclosureDraft> change) {
    return original -> {
      DisclosureDraft draft = new DisclosureDraft(original);
      change.accept(draft);
      return new Disclosure(
          draft.jti,
          draft.issuer,
          draft.audience,
          draft.issuedAt,
          draft.queryHash,
          draft.set,
          draft.absent,
          draft.ownGroup,
          draft.directory,
          draft.policy,
          draft.roster,
          original.salt(),
          original.dataAsOf(),
          original.indexAsOf(),
          draft.subjects);
    };
  }

  /** Changes the metric of the first subject. */
  void metric(int index, UnaryOperator<DisclosedMetric> change) {
    List<DisclosedMetric> first = subjects.getFirst();
    first.set(index, change.apply(first.get(index)));
  }
}
