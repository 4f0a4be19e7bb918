package io.heji.sandbox.leak;

import io.heji.protocol.document.PartyId;
import io.heji.sandbox.ceremony.Cast;
import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.federation.BankDesk;
import io.heji.sandbox.leak.MarkedPerson.Amount;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The table of protocol §1 as lists of values, for the people that were asked about. */
final class WhoMayNotKnow {
  private final List<MarkedPerson> people;
  private final List<PlantedValue> extra;

  WhoMayNotKnow(List<MarkedPerson> people, List<PlantedValue> extra) {
    this.people = List.copyOf(people);
    this.extra = List.copyOf(extra);
  }

  /**
   * What may be written down nowhere and seen by no blind role: identities, tokens, each platform's
   * amounts, totals, and the keys that open answers.
   */
  List<PlantedValue> anything() {
    List<PlantedValue> values = new ArrayList<>(extra);
    for (MarkedPerson person : people) {
      values.add(PlantedValue.identity(name("identity", person), person.identity()));
      values.add(token(person));
      values.addAll(numbers(person, Set.of()));
      values.addAll(keys(person));
    }
    return values;
  }

  private static PlantedValue token(MarkedPerson person) {
    return PlantedValue.bytes(name("token", person), person.token().toByteArray());
  }

  /** What only the bank knows of a question, with one member each. */
  private static List<PlantedValue> keys(MarkedPerson person) {
    List<PlantedValue> keys = new ArrayList<>();
    keys.add(PlantedValue.bytes(name("tag key", person), person.tagKey().toByteArray()));
    person
        .padSeeds()
        .forEach(
            (member, seed) ->
                keys.add(
                    PlantedValue.bytes(name("pad seed of " + member, person), seed.toByteArray())));
    return keys;
  }

  /** Amounts and totals, exact and as rounded for a lane, but those that somebody may know. */
  private static List<PlantedValue> numbers(MarkedPerson person, Set<Long> known) {
    List<PlantedValue> numbers = new ArrayList<>();
    for (Amount amount : person.amounts()) {
      String what = amount.metric().wireName() + " at " + amount.platform();
      add(numbers, known, name(what, person), amount.fen());
      add(numbers, known, name(what + ", rounded", person), person.rounded(amount.fen()));
    }
    EnumSet.copyOf(person.amounts().stream().map(Amount::metric).toList())
        .forEach(
            metric -> {
              List<Long> parts =
                  person.amounts().stream()
                      .filter(amount -> amount.metric().equals(metric))
                      .map(Amount::fen)
                      .toList();
              // The total of one holder is that holder's amount.
              if (parts.size() > 1) {
                String what = "total " + metric.wireName();
                long exact = parts.stream().mapToLong(Long::longValue).sum();
                long told = parts.stream().mapToLong(person::rounded).sum();
                add(numbers, known, name(what, person), exact);
                add(numbers, known, name(what + ", as told", person), told);
              }
            });
    return numbers;
  }

  private static void add(List<PlantedValue> numbers, Set<Long> known, String name, long fen) {
    if (!known.contains(fen)) {
      numbers.add(PlantedValue.amount(name, fen));
    }
  }

  /**
   * What an agent may not even hold in memory: identities of strangers, others' amounts, totals,
   * the pad seeds of others.
   */
  List<PlantedValue> inMemoryOf(Cast.Member platform) {
    List<PlantedValue> values = new ArrayList<>(extra);
    for (MarkedPerson person : people) {
      if (!person.isCustomerOf(platform.name())) {
        values.add(PlantedValue.identity(name("stranger's identity", person), person.identity()));
      }
      Set<Long> own = new LinkedHashSet<>();
      person.amounts().stream()
          .filter(amount -> amount.platform().equals(platform.name()))
          .flatMap(amount -> Stream.of(amount.fen(), person.rounded(amount.fen())))
          .forEach(own::add);
      values.addAll(numbers(person, own));
      values.addAll(padSeedsOfOthers(person, platform.id()));
    }
    return values;
  }

  private static List<PlantedValue> padSeedsOfOthers(MarkedPerson person, PartyId self) {
    String own = name("pad seed of " + self, person);
    String tagKey = name("tag key", person);
    return keys(person).stream()
        .filter(key -> !key.name().equals(own) && !key.name().equals(tagKey))
        .toList();
  }

  /** What a bank's screen may not show: tokens, keys, and each platform's part. */
  List<PlantedValue> onTheBanksScreen() {
    List<PlantedValue> values = new ArrayList<>(extra);
    for (MarkedPerson person : people) {
      values.add(token(person));
      values.addAll(keys(person));
      numbers(person, Set.of()).stream()
          .filter(number -> !number.name().startsWith("total"))
          .forEach(values::add);
    }
    return values;
  }

  /** Who asks and why: never at a tokeniser, which is asked for tokens only. */
  List<PlantedValue> questions() {
    List<PlantedValue> values = new ArrayList<>();
    for (MarkedPerson person : people) {
      values.add(PlantedValue.text(name("id of the question", person), person.queryId()));
    }
    values.add(consent());
    values.add(PlantedValue.text("operator at the bank", BankDesk.OPERATOR));
    // As a query spells it: the bare word is in the policy bundle, which everybody has.
    values.add(
        PlantedValue.text(
            "purpose of a question", "\"purpose\":\"" + MarkedQuestions.PURPOSE + "\""));
    return values;
  }

  /** On the gateway's record only as a keyed hash. */
  PlantedValue consent() {
    return PlantedValue.text("consent id", Ceremony.consentId(MarkedQuestions.PURPOSE));
  }

  /** The bare word, for places where no policy bundle stands. */
  static PlantedValue purpose() {
    return PlantedValue.text("purpose", MarkedQuestions.PURPOSE);
  }

  private static String name(String what, MarkedPerson person) {
    return what + " of marked person " + person.number();
  }
}
