package io.heji.gateway.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code decision_log}. */
@Entity
@Table(name = "decision_log")
public class DecisionLogEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public @Nullable Long seq;

  public String kind = "";
  public Instant at = Instant.EPOCH;
  public String bank = "";
  public String jti = "";

  @Column(name = "query_hash")
  public byte[] queryHash = {};

  public String outcome = "";
  public @Nullable String problem;
  public String facts = "";

  @Column(name = "disclosure_hash")
  public byte @Nullable [] disclosureHash;
}
