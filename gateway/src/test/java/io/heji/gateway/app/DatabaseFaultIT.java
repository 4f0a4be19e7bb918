package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedBank.person;
import static io.heji.gateway.played.PlayedFederation.BANK;
import static org.assertj.core.api.Assertions.assertThat;

import io.heji.gateway.GatewayLimits;
import io.heji.gateway.played.PlayedBank;
import io.heji.gateway.played.PlayedBank.Question;
import io.heji.gateway.played.PlayedFederation;
import io.heji.link.played.PackagedRole;
import io.heji.protocol.document.Federation;
import io.heji.store.played.PlayedDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway while its database is gone, hangs or is full: no record, no answer. */
@Timeout(240)
class DatabaseFaultIT {
  /** All that one bank may ask at a time, twice the gateway's connections. */
  private static final int QUESTIONS = GatewayLimits.OPEN_CALLS_PER_CALLER_MAX;

  @TempDir private Path folder;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final PlayedFederation played = new PlayedFederation(start);
  private Federation federation;
  private PlayedDatabase database;
  private GatewayHome home;

  @BeforeEach
  void prepare() throws Exception {
    federation = played.verified(start);
    database = PlayedDatabase.in(folder);
    home = new GatewayHome(folder, played, database);
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  /** Each question is refused in time, other tables are served meanwhile, and all is well after. */
  @Test
  void aRecordThatHangsRefusesEachQuestionInTimeAndNothingElse() throws Exception {
    try (PackagedRole _ = home.start().awaitStarted();
        BankDesk bank = new BankDesk(home, played, BANK);
        Connection holder = home.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table decision_log");

      for (HttpResponse<String> refused : atTheSameTime(bank, QUESTIONS)) {
        assertProblem(refused, 503, "too-busy");
      }
      // The record is still held; who does not need it is answered.
      assertProblem(bank.get("/v1/queries/" + question().query().query().jti()), 404, "not-found");

      holder.rollback();
      for (HttpResponse<String> served : atTheSameTime(bank, QUESTIONS)) {
        assertProblem(served, 403, "purpose-not-permitted");
      }
    }
  }

  /** Error class 53 of PostgreSQL, as a full disk gives it. */
  @Test
  void aFullDiskAsksNobodyAndIsOverWhenThereIsRoom() throws Exception {
    try (PackagedRole _ = home.start().awaitStarted();
        BankDesk bank = new BankDesk(home, played, BANK);
        Connection connection = home.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create function full_disk() returns trigger language plpgsql as"
              + " $$ begin raise exception 'full' using errcode = '53100'; end $$");
      statement.execute(
          "create trigger full_disk after insert on decision_log execute function full_disk()");

      Question question = question();
      assertProblem(bank.query(question.query().text(), question.blobs()), 503, "too-busy");
      assertThat(recorded(statement)).isZero();

      statement.execute("drop trigger full_disk on decision_log");
      Question next = question();
      assertProblem(bank.query(next.query().text(), next.blobs()), 503, "member-unavailable");
      assertThat(recorded(statement)).isEqualTo(1);
    }
  }

  @Test
  void aDatabaseThatIsGoneRefusesAndServesAgainWhenItIsBack() throws Exception {
    try (PackagedRole gateway = home.start().awaitStarted();
        BankDesk bank = new BankDesk(home, played, BANK)) {
      Question question = question();
      assertProblem(
          bank.query(question.query().text(), question.blobs()), 503, "member-unavailable");

      database.goes();
      Question refused = question();
      assertProblem(bank.query(refused.query().text(), refused.blobs()), 503, "too-busy");
      assertThat(gateway.get("/q/health/live").statusCode()).isEqualTo(200);

      database.comesBack();
      Question next = question();
      assertProblem(bank.query(next.query().text(), next.blobs()), 503, "member-unavailable");
      try (Connection connection = home.connect();
          Statement statement = connection.createStatement()) {
        // Before and after; the one between could not be recorded.
        assertThat(recorded(statement)).isEqualTo(2);
      }
    }
  }

  /** Nobody is linked: what policy permits is refused as `member-unavailable`, on the record. */
  private Question question() throws Exception {
    return new PlayedBank(played, BANK).ask(federation, Instant.now(), person(1));
  }

  /** Questions that policy refuses, which is recorded, and which use up no quota. */
  private List<HttpResponse<String>> atTheSameTime(BankDesk bank, int questions) throws Exception {
    List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      Question denied =
          new PlayedBank(played, BANK)
              .ask(
                  federation,
                  Instant.now(),
                  query -> PlayedBank.with(query, "advertising", query.consent(), query.metrics()),
                  person(1));
      calls.add(() -> bank.query(denied.query().text(), denied.blobs()));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<HttpResponse<String>> responses = new ArrayList<>();
      for (Future<HttpResponse<String>> response : threads.invokeAll(calls)) {
        responses.add(response.get());
      }
      return responses;
    }
  }

  private static int recorded(Statement statement) throws Exception {
    try (ResultSet found = statement.executeQuery("select count(*) from decision_log")) {
      found.next();
      return found.getInt(1);
    }
  }

  private static void assertProblem(HttpResponse<String> response, int status, String slug) {
    assertThat(response.body()).contains("\"type\":\"urn:heji:problem:" + slug + "\"");
    assertThat(response.statusCode()).isEqualTo(status);
  }
}
