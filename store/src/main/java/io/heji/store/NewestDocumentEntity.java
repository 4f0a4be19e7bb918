package io.heji.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code newest_document}. */
@Entity
@Table(name = "newest_document")
public class NewestDocumentEntity {
  /** The kind's name. */
  @Id
  @Column(length = 16)
  public String kind = "";

  /** At least 1. */
  public long serial;

  /** 32 bytes. */
  public byte[] hash = {};

  /** Since when it applies. */
  public Instant effective = Instant.EPOCH;
}
