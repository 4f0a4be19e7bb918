package io.heji.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heji.sandbox.population.AccountsFile.MalformedAccountsException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The accounts file: what is read, and that a wrong one is told by its place, not its content. */
class AccountsFileTest {
  private static final String HEADER =
      "USER_ID,CREDIT_LIMIT,SEX,EDUCATION,MARITALSTATUS,AGE,"
          + "PAYMENTDELAY_1,PAYMENTDELAY_2,PAYMENTDELAY_3,PAYMENTDELAY_4,PAYMENTDELAY_5,PAYMENTDELAY_6,"
          + "BILL_AMT1,BILL_AMT2,BILL_AMT3,BILL_AMT4,BILL_AMT5,BILL_AMT6,"
          + "PAID_AMT1,PAID_AMT2,PAID_AMT3,PAID_AMT4,PAID_AMT5,PAID_AMT6,DID_DEFAULT_PAYMENT";

  @TempDir Path folder;

  @Test
  void readsAccountsInTheFilesOrder() throws Exception {
    assertThat(
            AccountsFile.read(
                file(row("20000.0", "2.0", "3913.5", "0"), row("1", "-1", "-7", "3"))))
        .containsExactly(
            new Account(new BigDecimal("20000.0"), 2, new BigDecimal("3913.5"), BigDecimal.ZERO),
            new Account(BigDecimal.ONE, 0, new BigDecimal("-7"), new BigDecimal("3")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e9",
        "1E999999999",
        "-1",
        "-0.01",
        "1000000000000",
        "1.1234567",
        "",
        "NaN",
        "+1",
        " 1"
      })
  void refusesALimitWithAnExponentNegativeOrAbsurd(String limit) throws Exception {
    Path file = file(row("1", "0", "0", "0"), row(limit, "0", "0", "0"));
    assertThatExceptionOfType(MalformedAccountsException.class)
        .isThrownBy(() -> AccountsFile.read(file))
        .withMessageStartingWith("line 3, column 2: expected ");
  }

  @ParameterizedTest
  @CsvSource({
    "1e2, 0, 0, 7",
    "0.5, 0, 0, 7",
    "100, 0, 0, 7",
    "0, 1e5, 0, 13",
    "0, 0, -1, 19",
    "0, 0, 1e1, 19"
  })
  void refusesOtherColumnsByTheirPlace(String delay, String bill, String paid, int column)
      throws Exception {
    Path file = file(row("1", delay, bill, paid));
    assertThatExceptionOfType(MalformedAccountsException.class)
        .isThrownBy(() -> AccountsFile.read(file))
        .withMessageStartingWith("line 2, column " + column + ": expected ");
  }

  @Test
  void takesTheLargestAmountAndNoLarger() throws Exception {
    assertThat(AccountsFile.read(file(row("999999999999.999999", "0", "0", "0")))).hasSize(1);
  }

  @Test
  void refusesAnotherHeaderAnEmptyFileAndOtherEncodings() throws Exception {
    Path other = Files.writeString(folder.resolve("other.csv"), "A,B\n1,2\n");
    Path empty = Files.writeString(folder.resolve("empty.csv"), HEADER + "\n");
    Path binary =
        Files.write(
            folder.resolve("binary.csv"),
            (HEADER + "\n\u00e9\n").getBytes(StandardCharsets.ISO_8859_1));
    for (Path file : new Path[] {other, empty, binary, file("1,2,3")}) {
      assertThatExceptionOfType(MalformedAccountsException.class)
          .isThrownBy(() -> AccountsFile.read(file));
    }
  }

  private static String row(String limit, String delay, String bill, String paid) {
    return "1,"
        + limit
        + ",1,1,1,30,"
        + delay
        + ",0,0,0,0,0,"
        + bill
        + ",0,0,0,0,0,"
        + paid
        + ",0,0,0,0,0,0";
  }

  private Path file(String... rows) throws Exception {
    return Files.writeString(
        folder.resolve("accounts.csv"), HEADER + "\n" + String.join("\n", rows) + "\n");
  }
}
