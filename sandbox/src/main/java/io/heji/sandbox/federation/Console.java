package io.heji.sandbox.federation;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * What the demo prints: steps with their time, and a bar on what takes long. On a terminal the bar
 * redraws one line; elsewhere (a file, CI) it prints a line each quarter, so that a log stays
 * readable.
 */
public final class Console {
  private static final int BAR_WIDTH = 30;
  private static final int QUARTERS = 4;

  private final PrintWriter out;
  private final boolean terminal;
  private boolean barOpen;
  private long lastQuarter;

  public Console(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  public void line(String text) {
    closeBar();
    out.println(text);
    out.flush();
  }

  public void blank() {
    line("");
  }

  public void title(String text) {
    blank();
    line("── " + text + " " + "─".repeat(Math.max(0, 96 - text.length())));
  }

  /** A finished step and how long it took. */
  public void step(String what, Duration took) {
    line(String.format(Locale.ROOT, "  ✓ %-78s %7.1f s", what, took.toMillis() / 1000.0));
  }

  /** Draws the bar at {@code done} of {@code total}; closes itself with the next line. */
  public void progress(String what, long done, long total) {
    if (total <= 0) {
      return;
    }
    if (terminal) {
      int filled = (int) Math.min(BAR_WIDTH, done * BAR_WIDTH / total);
      out.printf(
          Locale.ROOT,
          "\r    %-26s [%s%s] %,d of %,d",
          what,
          "█".repeat(filled),
          "·".repeat(BAR_WIDTH - filled),
          done,
          total);
      out.flush();
      barOpen = true;
      return;
    }
    long quarter = done * QUARTERS / total;
    if (quarter != lastQuarter) {
      lastQuarter = quarter;
      if (quarter > 0) {
        out.printf(Locale.ROOT, "    %s: %,d of %,d%n", what, done, total);
        out.flush();
      }
    }
  }

  private void closeBar() {
    lastQuarter = 0;
    if (barOpen) {
      out.print("\r\u001b[K");
      barOpen = false;
    }
  }
}
