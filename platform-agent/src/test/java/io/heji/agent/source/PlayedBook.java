package io.heji.agent.source;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A platform's customers in memory, in pages; counts the pages that are read. */
public final class PlayedBook implements PlatformTables {
  private final List<List<@Nullable String>> customers = new ArrayList<>();
  private final AtomicInteger pagesRead = new AtomicInteger();
  private boolean readable = true;

  /** So many customers, numbered from 1000000, each with an identity number. */
  public static PlayedBook of(int customers) {
    PlayedBook book = new PlayedBook();
    for (int i = 0; i < customers; i++) {
      book.customer(Integer.toString(1_000_000 + i), identity(i));
    }
    return book;
  }

  /** One of a thousand numbers of the old form, which has no check character. */
  public static String identity(int number) {
    return "110105900307%03d".formatted(number);
  }

  public void customer(String reference, @Nullable String identity) {
    List<@Nullable String> row = new ArrayList<>();
    row.add(reference);
    row.add(identity);
    customers.add(row);
  }

  /** Its loans are mapped to a column that is not there. */
  public void misname() {
    readable = false;
  }

  public PlatformSource source() {
    return PlayedBooks.source(this);
  }

  public int pagesRead() {
    return pagesRead.get();
  }

  @Override
  public List<List<List<@Nullable String>>> inOneSnapshot(ZoneId zone, List<Request> requests) {
    List<@Nullable Object> parameters = requests.getFirst().parameters();
    if (parameters.isEmpty()) {
      List<@Nullable String> count = new ArrayList<>();
      count.add(Integer.toString(customers.size()));
      return List.of(List.of(count));
    }
    if (parameters.getFirst() instanceof Object[]) {
      if (!readable) {
        throw new IllegalStateException("no such column");
      }
      return requests.stream().map(_ -> List.<List<@Nullable String>>of()).toList();
    }
    pagesRead.incrementAndGet();
    int size = Integer.parseInt(String.valueOf(parameters.getFirst()));
    List<List<@Nullable String>> page = new ArrayList<>();
    for (List<@Nullable String> row : customers) {
      if (page.size() < size && (parameters.size() == 1 || isAfter(row, parameters))) {
        page.add(row);
      }
    }
    return List.of(page);
  }

  /** As the statement compares: by reference, then by identity, none as empty. */
  private static boolean isAfter(List<@Nullable String> row, List<@Nullable Object> parameters) {
    int byReference = String.valueOf(row.get(0)).compareTo(String.valueOf(parameters.get(1)));
    String identity = row.get(1) == null ? "" : String.valueOf(row.get(1));
    return byReference > 0
        || (byReference == 0 && identity.compareTo(String.valueOf(parameters.get(2))) > 0);
  }
}
