package io.heji.crypto.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class VectorEngineTest {
  private static final int PRODUCTS = 9;

  /** One left out would shift the others onto other people's inputs. */
  @Test
  void givesNoProductsWhenOneIsMissing() {
    Element generator = Element.of(P256.GENERATOR);
    byte[] all = new byte[PRODUCTS * Element.COORDINATES_BYTES];
    for (int i = 0; i < PRODUCTS; i++) {
      System.arraycopy(
          generator.coordinates(),
          0,
          all,
          i * Element.COORDINATES_BYTES,
          Element.COORDINATES_BYTES);
    }
    assertThat(VectorEngine.products(all, PRODUCTS))
        .isEqualTo(Collections.nCopies(PRODUCTS, generator));

    for (int missing = 0; missing < PRODUCTS; missing++) {
      byte[] some = all.clone();
      int at = missing * Element.COORDINATES_BYTES;
      Arrays.fill(some, at, at + Element.COORDINATES_BYTES, (byte) 0);

      assertThatThrownBy(() -> VectorEngine.products(some, PRODUCTS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("bug: ");
    }
  }
}
