package io.heji.sandbox.checker;

import io.heji.sandbox.checker.Asker.Answer;
import io.heji.sandbox.checker.Asker.AskFailedException;
import io.heji.sandbox.checker.Sample.Person;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Asks about people of every kind and compares each answer, value and state, with its prediction.
 */
public final class Checker {
  /** People of one question. */
  private static final int BATCH = 10;

  /** Of the amounts asked, at least one in three must be told, or the check would prove little. */
  private static final int TOLD_ONE_IN = 3;

  private final BookSource source;
  private final List<String> borrowers;
  private final List<String> strangers;
  private int people;
  private int equal;
  private int suppressed;
  private int noRecord;
  private int amounts;
  private int amountsTold;
  private final List<String> differences = new ArrayList<>();
  private final List<String> emptyStrata = new ArrayList<>();

  public Checker(BookSource source, List<String> borrowers, List<String> strangers) {
    this.source = source;
    this.borrowers = List.copyOf(borrowers);
    this.strangers = List.copyOf(strangers);
  }

  /**
   * Lets one bank ask about its share.
   *
   * @param progress told how many people have been asked about since it was told last
   */
  public void check(Asker asker, int count, IntConsumer progress)
      throws AskFailedException, SQLException {
    List<Person> sample =
        Sample.choose(source.today(), borrowers, strangers, asker.ownPlatform(), count);
    requireEveryStratum(asker, sample, count);
    for (int from = 0; from < sample.size(); from += BATCH) {
      List<Person> batch = sample.subList(from, Math.min(from + BATCH, sample.size()));
      askAndCompare(asker, batch);
      people += batch.size();
      progress.accept(batch.size());
    }
  }

  private void askAndCompare(Asker asker, List<Person> batch)
      throws AskFailedException, SQLException {
    List<String> identities = batch.stream().map(Person::identity).toList();
    BookTotals books;
    List<List<Answer>> answers;
    do {
      books = source.today();
      answers = asker.ask(identities, BookTotals.METRICS);
      // Midnight moves every window: a question that may have been asked on either side of it has
      // no one right answer, so it is asked again.
    } while (source.today() != books);
    if (answers.size() != batch.size()) {
      throw new AskFailedException(
          "asked about " + batch.size() + " people, answered about " + answers.size());
    }
    for (int i = 0; i < batch.size(); i++) {
      compare(books, asker, batch.get(i), answers.get(i));
    }
  }

  private void requireEveryStratum(Asker asker, List<Person> sample, int count) {
    Map<Stratum, Integer> sizes = new EnumMap<>(Stratum.class);
    sample.forEach(person -> sizes.merge(person.stratum(), 1, Integer::sum));
    List<Stratum> asked =
        Arrays.stream(Stratum.values())
            .filter(stratum -> stratum.isAskedBy(asker.ownPlatform()))
            .toList();
    for (Stratum stratum : asked) {
      // Fewer people than strata cannot be of every kind.
      if (!sizes.containsKey(stratum) && count >= asked.size()) {
        emptyStrata.add(asker.name() + ": " + stratum.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  private void compare(BookTotals books, Asker asker, Person person, List<Answer> answers) {
    List<long @org.jspecify.annotations.Nullable []> numbers =
        Sample.numbers(books, person.identity(), asker.ownPlatform());
    for (int metric = 0; metric < BookTotals.METRICS.size(); metric++) {
      Prediction predicted = Prediction.of(metric, numbers);
      Answer answer = answers.get(metric);
      if (!answer.state().equals(predicted.state()) || answer.value() != predicted.value()) {
        differences.add(
            String.format(
                Locale.ROOT,
                "%s, %s, %s: predicted %s %d, answered %s %d",
                asker.name(),
                person.stratum().name().toLowerCase(Locale.ROOT),
                BookTotals.METRICS.get(metric),
                predicted.state(),
                predicted.value(),
                answer.state(),
                answer.value()));
        continue;
      }
      equal++;
      count(metric, answer);
    }
  }

  private void count(int metric, Answer answer) {
    boolean told = answer.state().equals("value") || answer.state().equals("zero");
    suppressed += answer.state().equals("suppressed") ? 1 : 0;
    noRecord += answer.state().equals("no-record") ? 1 : 0;
    if (metric < BookTotals.AMOUNTS) {
      amounts++;
      amountsTold += told ? 1 : 0;
    }
  }

  /**
   * Counts are of answers, one a person and metric; suppressed and no record are among the equal.
   */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "checked %d borrowers: %d equal, %d different, %d suppressed as predicted, %d no record",
        people,
        equal,
        differences.size(),
        suppressed,
        noRecord);
  }

  /** What is wrong; nothing when all is as it must be. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>(differences);
    emptyStrata.forEach(stratum -> complaints.add("nobody to ask about for " + stratum));
    if (amountsTold * TOLD_ONE_IN < amounts) {
      complaints.add("only " + amountsTold + " of " + amounts + " amounts were told");
    }
    if (people == 0) {
      complaints.add("nobody was asked about");
    }
    return complaints;
  }
}
