package io.heji.agent.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a platform stores a date. Values come as PostgreSQL prints them with DateStyle ISO. */
enum DateForm {
  DATE,
  TIMESTAMP,
  TIMESTAMPTZ,
  EPOCH_SECONDS,
  YYYYMMDD_INTEGER,
  YYYYMMDD_TEXT;

  private static final int YEAR_MAX = 9999;
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  /** {@code 2026-11-23}, {@code 2026-11-23 08:00:00} or {@code 2026-11-23 08:00:00+08}. */
  private static final DateTimeFormatter PRINTED =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:mm:ss", "+00")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

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
        case TIMESTAMP -> printed(text, zone);
        // Without an offset it is a time of no known place, and could be another day there.
        case TIMESTAMPTZ -> dayOf(OffsetDateTime.parse(text, PRINTED).toInstant(), zone);
        case EPOCH_SECONDS -> dayOf(Instant.ofEpochSecond(Long.parseLong(text)), zone);
        case YYYYMMDD_INTEGER, YYYYMMDD_TEXT -> LocalDate.parse(text, COMPACT);
      };
    } catch (DateTimeException | NumberFormatException other) {
      throw new UnmappedRowException();
    }
  }

  private static LocalDate printed(String text, ZoneId zone) {
    return switch (PRINTED.parseBest(
        text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
      case OffsetDateTime instant -> dayOf(instant.toInstant(), zone);
      case LocalDateTime time -> time.toLocalDate();
      case LocalDate day -> day;
      default -> throw new IllegalStateException("bug: a time of another kind");
    };
  }

  private static LocalDate dayOf(Instant instant, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(instant, zone);
    if (day.getYear() > YEAR_MAX) {
      // Milliseconds taken for seconds: no window would ever hold that day.
      throw new DateTimeException("beyond every calendar in use");
    }
    return day;
  }
}
