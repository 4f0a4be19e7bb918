package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who takes part: signed by n of m regulators, valid for months.
 *
 * @param federation the federation's id, the audience of every message
 * @param serial grows with every new directory
 * @param timeZone in which the windows of metrics are days
 * @param currency ISO 4217
 * @param currencyDigits how many decimal digits its minor unit has
 * @param parties everybody, active or suspended
 * @param tokenisers whose shares make up the epoch's token key
 * @param issued when it was made
 * @param expires when it is no longer adopted
 */
public record Directory(
    String federation,
    long serial,
    ZoneId timeZone,
    String currency,
    int currencyDigits,
    List<Party> parties,
    SortedSet<PartyId> tokenisers,
    Instant issued,
    Instant expires) {
  /** The JWS type. */
  public static final String TYP = "directory+jws";

  private static final int TIME_ZONE_LENGTH_MAX = 64;
  private static final int CURRENCY_LENGTH = 3;
  private static final int CURRENCY_DIGITS_MAX = 4;

  public Directory {
    parties = List.copyOf(parties);
    tokenisers = Collections.unmodifiableSortedSet(new TreeSet<>(tokenisers));
  }

  /** The party of this id. */
  public Optional<Party> party(PartyId id) {
    return parties.stream().filter(party -> party.id().equals(id)).findFirst();
  }

  /** The payload to sign. */
  public Bytes toPayload() {
    ObjectNode json = Json.object();
    json.put("federation", federation).put("serial", serial);
    json.put("timeZone", timeZone.getId());
    json.put("currency", currency).put("currencyDigits", currencyDigits);
    json.put("issued", issued.getEpochSecond()).put("expires", expires.getEpochSecond());
    ArrayNode tokeniserIds = json.putArray("tokenisers");
    tokenisers.forEach(id -> tokeniserIds.add(id.value()));
    ArrayNode entries = json.putArray("parties");
    parties.forEach(party -> party.write(entries.addObject()));
    return Json.encode(json);
  }

  /** Reads a payload. Says nothing of who signed it. */
  public static Directory fromPayload(Bytes payload) throws RefusedException {
    JsonObject json = JsonObject.parse(payload);
    String federation = PartyId.read(json, "federation").value();
    long serial = json.integer("serial", 1, Long.MAX_VALUE);
    ZoneId timeZone = readTimeZone(json);
    String currency = readCurrency(json);
    int digits = (int) json.integer("currencyDigits", 0, CURRENCY_DIGITS_MAX);
    Instant issued = json.instant("issued");
    Instant expires = json.instant("expires");
    SortedSet<PartyId> tokenisers = new TreeSet<>();
    for (String id : json.texts("tokenisers", Limits.TOKENISERS_MAX, Limits.ID_LENGTH_MAX)) {
      if (!tokenisers.add(PartyId.parse(id))) {
        throw json.refused("tokenisers", "a list of different ids");
      }
    }
    List<Party> parties = new ArrayList<>();
    for (JsonObject entry : json.objects("parties", Limits.PARTIES_MAX)) {
      parties.add(Party.read(entry));
    }
    json.end();
    return new Directory(
        federation, serial, timeZone, currency, digits, parties, tokenisers, issued, expires);
  }

  private static String readCurrency(JsonObject json) throws RefusedException {
    String code = json.text("currency", CURRENCY_LENGTH);
    if (code.length() != CURRENCY_LENGTH || !code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      throw json.refused("currency", "three capital letters");
    }
    return code;
  }

  private static ZoneId readTimeZone(JsonObject json) throws RefusedException {
    String name = json.text("timeZone", TIME_ZONE_LENGTH_MAX);
    // Java also reads offsets and prefixes of its own: PostgreSQL takes `UTC+8` and `+08:00` for
    // eight hours west, and a platform would read every day of it wrong.
    if (!ZoneRulesProvider.getAvailableZoneIds().contains(name)) {
      throw json.refused("timeZone", "a zone of the IANA time zone database");
    }
    return ZoneId.of(name);
  }
}
