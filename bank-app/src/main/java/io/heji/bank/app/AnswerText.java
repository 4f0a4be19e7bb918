package io.heji.bank.app;

import io.heji.bank.ExposureAnswer;
import io.heji.bank.MetricAnswer;
import java.io.PrintWriter;
import java.util.List;

/** Prints an answer about one subject: a table for people or JSON for programs. */
final class AnswerText {
  private AnswerText() {}

  static void print(ExposureAnswer answer, boolean json, PrintWriter out) {
    // Safe: this command line asks about one subject at a time.
    List<MetricAnswer> metrics = answer.subjects().getFirst();
    if (json) {
      out.println(AnswerJson.of(answer, metrics));
    } else {
      AnswerTable.lines(answer, metrics).forEach(out::println);
    }
    out.flush();
  }
}
