package io.heji.sandbox.population;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads accounts from a CSV whose columns are those of the UCI data set "Default of Credit Card
 * Clients"; see docs/reference/accounts-csv.md.
 */
public final class AccountsFile {
  /** So that a wrong file does not fill the memory. */
  static final int ACCOUNTS_MAX = 1_000_000;

  private static final String HEADER =
      "USER_ID,CREDIT_LIMIT,SEX,EDUCATION,MARITALSTATUS,AGE,"
          + "PAYMENTDELAY_1,PAYMENTDELAY_2,PAYMENTDELAY_3,PAYMENTDELAY_4,PAYMENTDELAY_5,PAYMENTDELAY_6,"
          + "BILL_AMT1,BILL_AMT2,BILL_AMT3,BILL_AMT4,BILL_AMT5,BILL_AMT6,"
          + "PAID_AMT1,PAID_AMT2,PAID_AMT3,PAID_AMT4,PAID_AMT5,PAID_AMT6,DID_DEFAULT_PAYMENT";
  private static final int COLUMNS = 25;
  private static final int CREDIT_LIMIT = 1;
  private static final int PAYMENT_DELAY_1 = 6;
  private static final int BILL_AMOUNT_1 = 12;
  private static final int PAID_AMOUNT_1 = 18;

  /**
   * Plain digits, no exponent. Twelve before the point: far above any account, and in fen still far
   * below the 2^53 that a contribution may reach.
   */
  private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,6})?");

  /** A whole number of months, which some tools write with a point. */
  private static final Pattern MONTHS = Pattern.compile("-?[0-9]{1,2}(\\.0)?");

  private AccountsFile() {}

  /** A file that cannot be used; the message names line and column, never a value. */
  public static final class MalformedAccountsException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedAccountsException(String message) {
      super(message);
    }
  }

  /** All accounts of the file, in its order. */
  public static List<Account> read(Path file) throws IOException, MalformedAccountsException {
    List<Account> accounts = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      if (!HEADER.equals(lines.readLine())) {
        throw new MalformedAccountsException("line 1: expected the header `" + HEADER + "`");
      }
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (accounts.size() == ACCOUNTS_MAX) {
          throw new MalformedAccountsException("more than " + ACCOUNTS_MAX + " accounts");
        }
        accounts.add(account(line, number));
      }
    } catch (CharacterCodingException notText) {
      throw new MalformedAccountsException("the file is not UTF-8 text");
    }
    if (accounts.isEmpty()) {
      throw new MalformedAccountsException("the file holds no account");
    }
    return accounts;
  }

  private static Account account(String line, int number) throws MalformedAccountsException {
    String[] columns = line.split(",", -1);
    if (columns.length != COLUMNS) {
      throw new MalformedAccountsException(
          "line " + number + ": expected " + COLUMNS + " columns, got " + columns.length);
    }
    return new Account(
        notNegative(columns, CREDIT_LIMIT, number),
        // Zero and below: paid in time, revolving, or no use.
        Math.max(
            0,
            decimal(columns, PAYMENT_DELAY_1, number, MONTHS, "a number of months")
                .intValueExact()),
        amount(columns, BILL_AMOUNT_1, number),
        notNegative(columns, PAID_AMOUNT_1, number));
  }

  private static BigDecimal amount(String[] columns, int column, int number)
      throws MalformedAccountsException {
    return decimal(columns, column, number, AMOUNT, "a decimal number");
  }

  private static BigDecimal notNegative(String[] columns, int column, int number)
      throws MalformedAccountsException {
    BigDecimal amount = amount(columns, column, number);
    if (amount.signum() < 0) {
      throw expected(column, number, "an amount that is not negative");
    }
    return amount;
  }

  private static BigDecimal decimal(
      String[] columns, int column, int number, Pattern form, String what)
      throws MalformedAccountsException {
    if (!form.matcher(columns[column]).matches()) {
      throw expected(column, number, what);
    }
    return new BigDecimal(columns[column]);
  }

  private static MalformedAccountsException expected(int column, int number, String what) {
    return new MalformedAccountsException(
        "line " + number + ", column " + (column + 1) + ": expected " + what);
  }
}
