package io.heji.crypto.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private final List<Long> freed = new ArrayList<>();
  private final NativeMemory memory = new NativeMemory();

  private void free(MemorySegment segment) {
    freed.add(segment.address());
    if (segment.address() % 2 == 0) {
      throw new IllegalStateException("cannot free " + segment.address());
    }
  }

  @Test
  void freesTheLastFirstAndOnce() {
    memory.keep(MemorySegment.ofAddress(1), this::free);
    memory.keep(MemorySegment.ofAddress(3), this::free);

    memory.close();
    memory.close();

    assertThat(freed).containsExactly(3L, 1L);
  }

  @Test
  void freesTheOthersAlsoWhenSomeCannotBe() {
    for (int address = 1; address <= 5; address++) {
      memory.keep(MemorySegment.ofAddress(address), this::free);
    }

    assertThatThrownBy(memory::close)
        .hasMessage("cannot free 4")
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("cannot free 2"));
    assertThat(freed).containsExactly(5L, 4L, 3L, 2L, 1L);
  }
}
