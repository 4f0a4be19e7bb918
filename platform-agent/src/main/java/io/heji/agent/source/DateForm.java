package io.heji.agent.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a platform stores a date. Values come as PostgreSQL prints them with DateStyle ISO in the
 * directory's time zone.
 */
enum DateForm {
  DATE,
  TIMESTAMP,
  TIMESTAMPTZ,
  EPOCH_SECONDS,
  YYYYMMDD_INTEGER,
  YYYYMMDD_TEXT;

  private static final int ISO_DATE_LENGTH = 10;
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  static Optional<DateForm> named(String name) {
    return Arrays.stream(values()).filter(form -> form.wireName().equals(name)).findFirst();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  LocalDate parse(String text, ZoneId zone) throws UnmappedRowException {
    try {
      return switch (this) {
        case DATE -> LocalDate.parse(text);
        // The session's time zone is the directory's, so the printed day is the day there.
        case TIMESTAMP, TIMESTAMPTZ -> LocalDate.parse(text.substring(0, ISO_DATE_LENGTH));
        case EPOCH_SECONDS ->
            LocalDate.ofInstant(Instant.ofEpochSecond(Long.parseLong(text)), zone);
        case YYYYMMDD_INTEGER, YYYYMMDD_TEXT -> LocalDate.parse(text, COMPACT);
      };
    } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException other) {
      throw new UnmappedRowException();
    }
  }
}
