package io.heji.agent.contribution;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code answered}. */
@Entity
@Table(name = "answered")
@IdClass(AnsweredEntity.Key.class)
public class AnsweredEntity {
  @Id public String issuer = "";
  @Id public String jti = "";

  @Column(name = "query_hash")
  public byte[] queryHash = {};

  @Column(name = "set_hash")
  public byte[] setHash = {};

  public byte[] lanes = {};

  @Column(name = "data_as_of")
  public long dataAsOf;

  @Column(name = "index_as_of")
  public long indexAsOf;

  public byte[] signature = {};

  @Column(name = "answered_at")
  public Instant answeredAt = Instant.EPOCH;

  /** Issuer and jti. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    public String issuer = "";
    public String jti = "";

    public Key() {}

    Key(String issuer, String jti) {
      this.issuer = issuer;
      this.jti = jti;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && issuer.equals(key.issuer) && jti.equals(key.jti);
    }

    @Override
    public int hashCode() {
      return Objects.hash(issuer, jti);
    }
  }
}
