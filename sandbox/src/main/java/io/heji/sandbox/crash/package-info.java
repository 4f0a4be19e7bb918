/**
 * Kills processes at random under load, and looks afterwards whether anything was lost, doubled or
 * wrong.
 *
 * <pre>
 *   CrashTrial ── RoundDeck ──▶ what kind of round
 *       │  ├── BankRounds ──▶ BankProgram   a bank's own process, killed; a new one fetches
 *       │  ├── EpochRounds                  a new epoch begins under kills
 *       │  └── RosterRounds                 a platform leaves the roster under kills
 *       └── Load ──▶ AskedPlatforms         both banks keep asking about People
 *
 *   every answer ──▶ Findings               against plain SQL
 *                       └── DueVetoes       and the guard, which vetoes what was asked over another set
 *   RecordsReader ──▶ CrashRecords          gateway, agents and links against each other
 * </pre>
 */
@NullMarked
package io.heji.sandbox.crash;

import org.jspecify.annotations.NullMarked;
