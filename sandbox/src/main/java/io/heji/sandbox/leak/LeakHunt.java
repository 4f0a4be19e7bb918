package io.heji.sandbox.leak;

import io.heji.sandbox.leak.LeakReport.Searched;
import io.heji.sandbox.leak.LeakScanner.Leak;
import io.heji.sandbox.leak.LeakScanner.Search;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads places and tells what is there that may not be. */
public final class LeakHunt {
  private LeakHunt() {}

  /** Searches all places, in their order, telling of each. */
  public static LeakReport through(List<Place> places, Consumer<Searched> progress)
      throws InterruptedException {
    List<Searched> searched = new ArrayList<>();
    for (Place place : places) {
      searched.add(through(place));
      progress.accept(searched.getLast());
    }
    return new LeakReport(searched);
  }

  /** Searches one place. That it cannot be read is an outcome too, and never passes. */
  public static Searched through(Place place) throws InterruptedException {
    LeakScanner forbidden = new LeakScanner(place.forbidden());
    List<PlantedValue> all =
        Stream.concat(place.forbidden().stream(), place.present().stream()).toList();
    Search search = new LeakScanner(all).in(place.name());
    String failure = "";
    try {
      place.reading().into(search);
    } catch (IOException | SQLException unreadable) {
      // The kind of fault only: a database's message may quote a row.
      failure = unreadable.getClass().getSimpleName();
    }
    Set<String> proofs =
        place.present().stream().map(PlantedValue::name).collect(Collectors.toSet());
    Set<Leak> leaks = new TreeSet<>(search.found());
    leaks.removeIf(found -> proofs.contains(found.value()));
    Set<String> unseen = new TreeSet<>(proofs);
    search.found().forEach(found -> unseen.remove(found.value()));
    if (failure.isEmpty() && !unseen.isEmpty()) {
      failure = "not there: " + String.join(", ", unseen);
    }
    return new Searched(
        place.role(),
        place.kind(),
        place.forbidden().size(),
        forbidden.forms(),
        search.bytes(),
        failure,
        leaks);
  }
}
