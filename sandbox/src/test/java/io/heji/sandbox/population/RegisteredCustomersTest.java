package io.heji.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisteredCustomersTest {
  @Test
  void batchesTogetherAreAllOfThemEachOnce() {
    RegisteredCustomers registered = new RegisteredCustomers(11, 2_500);
    List<Customer> all = new ArrayList<>();
    for (int from = 0; from < 2_500; from += 1_000) {
      all.addAll(registered.batch(from, 1_000));
    }

    assertThat(all).hasSize(2_500);
    assertThat(all.stream().map(Customer::identity).distinct()).hasSize(2_500);
    assertThat(all.getFirst().number()).isEqualTo(11);
    assertThat(all.getLast().number()).isEqualTo(2_510);
  }

  @Test
  void haveNumbersThatAreNumbersUpToTheLastOfTenMillion() {
    RegisteredCustomers registered = new RegisteredCustomers(1, 10_000_000);
    List<Customer> some = new ArrayList<>(registered.batch(0, 1_000));
    some.addAll(registered.batch(9_999_000, 1_000));

    assertThat(some).hasSize(2_000);
    assertThat(some)
        .allMatch(
            customer ->
                Subjects.normalise("cn-resident-id", customer.identity())
                    instanceof Normalised.Accepted);
  }
}
