package io.heji.gateway.audit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code disclosure}. */
@Entity
@Table(name = "disclosure")
@IdClass(DisclosureEntity.Key.class)
public class DisclosureEntity {
  @Id public String bank = "";
  @Id public String jti = "";
  public Instant at = Instant.EPOCH;
  public String disclosure = "";

  /** Bank and jti. A class and not a record: Hibernate fills its fields. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    public String bank = "";
    public String jti = "";

    public Key() {}

    Key(String bank, String jti) {
      this.bank = bank;
      this.jti = jti;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && bank.equals(key.bank) && jti.equals(key.jti);
    }

    @Override
    public int hashCode() {
      return Objects.hash(bank, jti);
    }
  }
}
