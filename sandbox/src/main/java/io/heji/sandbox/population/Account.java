package io.heji.sandbox.population;

import java.math.BigDecimal;

/**
 * One credit account, as a line of the accounts file describes it or as generated.
 *
 * @param limit credit limit in major units
 * @param monthsLate 1 to 9 months late in the latest month, 0 when on time
 * @param balance latest statement balance in major units; negative is a credit balance
 * @param paid what was paid in the latest month, in major units
 */
public record Account(BigDecimal limit, int monthsLate, BigDecimal balance, BigDecimal paid) {}
