package io.heji.protocol.document;

import io.heji.crypto.Bytes;
import io.heji.crypto.agreement.X25519PublicKey;
import io.heji.crypto.group.Element;
import io.heji.protocol.metric.Metric;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The public keys of one member for one epoch. */
public sealed interface EpochKeys {
  /** All of them as bytes: no two of one roster may be the same. */
  List<Bytes> publicKeys();

  /**
   * A tokeniser's.
   *
   * @param voprf its share of the token key, times the generator; every evaluation proves its
   *     possession
   */
  record TokeniserKeys(Element voprf) implements EpochKeys {
    @Override
    public List<Bytes> publicKeys() {
      return List.of(voprf.encode());
    }
  }

  /**
   * A platform's.
   *
   * @param sealing to which banks seal tokens
   * @param mask with which it shares a mask with each other platform
   * @param metrics which metrics it supplies; the others count 0
   */
  record PlatformKeys(X25519PublicKey sealing, X25519PublicKey mask, SortedSet<Metric> metrics)
      implements EpochKeys {
    public PlatformKeys {
      metrics = Collections.unmodifiableSortedSet(new TreeSet<>(metrics));
    }

    @Override
    public List<Bytes> publicKeys() {
      return List.of(sealing.bytes(), mask.bytes());
    }
  }
}
