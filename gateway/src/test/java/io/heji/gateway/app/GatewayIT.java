package io.heji.gateway.app;

import static io.heji.gateway.played.PlayedBank.person;
import static io.heji.gateway.played.PlayedFederation.BANK;
import static io.heji.gateway.played.PlayedFederation.GATEWAY;
import static io.heji.gateway.played.PlayedFederation.GROUP_BANK;
import static io.heji.gateway.played.PlayedFederation.PLATFORMS;
import static io.heji.gateway.played.PlayedFederation.kid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heji.crypto.group.GroupEngines;
import io.heji.crypto.oprf.Voprf;
import io.heji.gateway.played.PlayedBank;
import io.heji.gateway.played.PlayedBank.Question;
import io.heji.gateway.played.PlayedFederation;
import io.heji.gateway.played.PlayedMembers;
import io.heji.link.played.PackagedRole;
import io.heji.protocol.document.Federation;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.query.Disclosure;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.protocol.token.EvaluationAnswer;
import io.heji.protocol.token.TokenRound;
import io.heji.store.played.PlayedDatabase;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged process against a real PostgreSQL, members over the real link and a bank over HTTPS:
 * a whole question, what it leaves on record, and what it remembers after a power cut.
 */
@Timeout(240)
class GatewayIT {
  private static PlayedDatabase database;

  @TempDir Path folder;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final PlayedFederation played = new PlayedFederation(start);
  private final Vertx vertx = Vertx.vertx();
  private Federation federation;
  private PlayedMembers members;
  private GatewayHome home;

  @BeforeAll
  static void startPostgres() throws Exception {
    database = PlayedDatabase.durable();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    database.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    federation = played.verified(start);
    members = new PlayedMembers(played, federation, start);
    home = new GatewayHome(folder, played, database);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void answersAQuestionAndRemembersItAfterAPowerCut() throws Exception {
    members.platform(0).book(person(1), 12_345);
    members.platform(1).book(person(1), 10_000);
    Question question;
    HttpResponse<String> answer;
    try (PackagedRole gateway = home.start().awaitStarted();
        LinkedMembers linked = new LinkedMembers(vertx, home, played, members);
        BankDesk bank = new BankDesk(home, played, BANK)) {
      assertThat(gateway.get("/q/health/ready").statusCode()).isEqualTo(503);
      linked.dialAll();
      assertThat(gateway.get("/q/health/ready").statusCode()).isEqualTo(200);

      question = new PlayedBank(played, BANK).ask(federation, Instant.now(), person(1));
      answer = bank.query(question.query().text(), question.blobs());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(question.open(opened(answer), 0, 0)).isEqualTo(30_000);
      assertThat(again(bank, question).body()).isEqualTo(answer.body());
      assertThat(gateway.get("/q/metrics").body())
          .contains("heji_requests_total{outcome=\"answered\"} 2.0");
      assertThat(gateway.log()).doesNotContain("consent-4711", "12345", "30000");
      gateway.kill();
    }
    assertThat(recorded()).containsExactly("decision permitted", "disclosure answered");
    assertThat(open()).isEmpty();

    try (PackagedRole gateway = home.start().awaitStarted();
        LinkedMembers linked = new LinkedMembers(vertx, home, played, members);
        BankDesk bank = new BankDesk(home, played, BANK);
        BankDesk other = new BankDesk(home, played, GROUP_BANK)) {
      linked.dialAll();
      assertThat(again(bank, question).body()).isEqualTo(answer.body());
      assertProblem(again(other, question), 404, "not-found");
      assertProblem(bank.query(question.query().text(), question.blobs()), 409, "replayed");
      assertThat(gateway.get("/q/metrics").body())
          .contains("heji_requests_total{outcome=\"replayed\"} 1.0");
    }
    assertThat(recorded())
        .containsExactly("decision permitted", "disclosure answered", "decision refused");
  }

  @Test
  void theRecordCannotBeChanged() throws Exception {
    try (PackagedRole gateway = home.start().awaitStarted();
        BankDesk bank = new BankDesk(home, played, BANK);
        Connection connection = home.connect()) {
      Question question = new PlayedBank(played, BANK).ask(federation, Instant.now(), person(1));
      // Nobody is linked, so it is refused before anybody is asked, on the record.
      assertProblem(
          bank.query(question.query().text(), question.blobs()), 503, "member-unavailable");
      List<String> before = recorded();
      assertThat(before).containsExactly("decision refused");

      for (String change :
          List.of(
              "update decision_log set bank = 'nobody'",
              "update decision_log set facts = facts",
              "delete from decision_log",
              "truncate decision_log",
              "update issued_roster set signed = 'another'",
              "delete from issued_roster")) {
        try (Statement statement = connection.createStatement()) {
          assertThatThrownBy(() -> statement.execute(change))
              .as(change)
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("append-only");
        }
      }
      assertThat(recorded()).isEqualTo(before);
      assertThat(gateway.get("/q/health/live").statusCode()).isEqualTo(200);
    }
  }

  /**
   * ⚔ the password of the role that the gateway runs as, with which one would rewrite the record.
   */
  @Test
  void aRunningRoleThatOwnsNothingCanOnlyAddToTheRecord() throws Exception {
    home.runAs("record_runner");
    try (PackagedRole gateway = home.start().awaitStarted()) {
      gateway.kill();
    }
    home.handOver("record_runner", "record_owner");
    Map<String, String> owner =
        Map.of(
            "quarkus.flyway.username", "record_owner", "quarkus.flyway.password", "record_owner");
    Question question = new PlayedBank(played, BANK).ask(federation, Instant.now(), person(1));
    try (PackagedRole gateway = home.start(owner).awaitStarted();
        LinkedMembers linked = new LinkedMembers(vertx, home, played, members);
        BankDesk bank = new BankDesk(home, played, BANK)) {
      linked.dialAll();
      assertThat(bank.query(question.query().text(), question.blobs()).statusCode()).isEqualTo(200);
      gateway.kill();
    }

    try (Connection connection = home.connect("record_runner")) {
      for (String change :
          List.of(
              "update decision_log set facts = facts",
              "delete from decision_log",
              "truncate decision_log",
              "drop table decision_log",
              "alter table decision_log disable trigger all",
              "drop trigger decision_log_append_only on decision_log",
              "create or replace function refuse_change() returns trigger language plpgsql as"
                  + " $$ begin return new; end $$",
              "create table another (a int)",
              "set session_replication_role = replica",
              "update issued_roster set signed = 'another'",
              "delete from issued_roster")) {
        try (Statement statement = connection.createStatement()) {
          assertThatThrownBy(() -> statement.execute(change))
              .as(change)
              .isInstanceOfSatisfying(
                  SQLException.class,
                  refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
        }
      }
    }

    // The owner's password is needed where there is something to migrate, and not here.
    try (PackagedRole gateway = home.start().awaitStarted();
        LinkedMembers linked = new LinkedMembers(vertx, home, played, members);
        BankDesk bank = new BankDesk(home, played, BANK)) {
      linked.dialAll();
      assertThat(again(bank, question).statusCode()).isEqualTo(200);
      assertThat(gateway.get("/q/health/ready").statusCode()).isEqualTo(200);
    }
    assertThat(recorded()).containsExactly("decision permitted", "disclosure answered");
    assertThat(open()).isEmpty();
  }

  /** A crash between decision and answer leaves a decision alone; the next start says so. */
  @Test
  void aQueryThatACrashCutOffGetsItsOutcomeAtTheNextStart() throws Exception {
    try (PackagedRole gateway = home.start().awaitStarted();
        Connection connection = home.connect();
        Statement statement = connection.createStatement()) {
      gateway.kill();
      statement.execute(
          "insert into decision_log (kind, at, bank, jti, query_hash, outcome, facts) values"
              + " ('decision', now() - interval '10 minutes', 'bank-north', 'long ago', '\\x00', 'permitted', '{}'),"
              + " ('decision', now(), 'bank-north', 'just now', '\\x00', 'permitted', '{}')");
    }

    try (PackagedRole gateway = home.start();
        Connection connection = home.connect();
        Statement statement = connection.createStatement()) {
      gateway.awaitLog("HEJI-GW-1 ");
      assertThat(gateway.log()).contains("HEJI-GW-9 1 queries were interrupted");
      try (ResultSet closed =
          statement.executeQuery(
              "select jti, problem from decision_log where kind = 'disclosure'")) {
        assertThat(closed.next()).isTrue();
        assertThat(closed.getString(1)).isEqualTo("long ago");
        assertThat(closed.getString(2)).isEqualTo("interrupted");
        assertThat(closed.next()).isFalse();
      }
      // What has an outcome is not looked at again, however long the log becomes.
      assertThat(open()).containsExactly("just now");
    }
  }

  @Test
  void relaysRoundOneForABankAndForAPlatform() throws Exception {
    try (PackagedRole gateway = home.start().awaitStarted();
        LinkedMembers linked = new LinkedMembers(vertx, home, played, members);
        BankDesk bank = new BankDesk(home, played, BANK)) {
      linked.dialAll();
      HttpResponse<String> documents = bank.send(bank.request("/v1/documents"));
      Federation verified =
          Federation.verify(
              SignedDocuments.fromJson(documents.body()), played.pinned(), Instant.now());
      assertThat(verified.rosterRef()).isEqualTo(federation.rosterRef());

      TokenRound round = round();
      HttpResponse<String> answer = bank.evaluate(request(round, BANK), round.elements());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(round.finish(verified, answers(answer))).hasSize(1);

      PartyId platform = PLATFORMS.getFirst();
      TokenRound own = round();
      assertThat(
              linked
                  .link(platform)
                  .evaluate(request(own, platform), own.elements())
                  .get(20, TimeUnit.SECONDS)
                  .getAnswers()
                  .getAnswersList())
          .hasSize(PlayedFederation.TOKENISERS.size());
      assertThat(
              linked
                  .link(platform)
                  .evaluate(request(round, BANK), round.elements())
                  .get(20, TimeUnit.SECONDS)
                  .getRefusal()
                  .getProblem())
          .isEqualTo("signature-invalid");
      assertThat(gateway.get("/q/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesToStartOnDoubt() throws Exception {
    refusesToStart(Map.of("heji.documents.diretory", "documents"), "heji.documents.diretory");
    refusesToStart(Map.of("heji.party.id", "tokeniser-one"), "heji.party.id");
  }

  /** ⚔ rollback: an older folder does not take the federation back. */
  @Test
  @DisplayName("⚔ rollback")
  void anOlderFolderDoesNotTakeTheRosterBack() throws Exception {
    home.write(played.documents(2, start, PLATFORMS));
    try (PackagedRole gateway = home.start()) {
      assertThat(gateway.awaitLog("HEJI-GW-1 ")).endsWith("roster 2");
    }
    home.write(played.documents(1, start, PLATFORMS));
    try (PackagedRole gateway = home.start()) {
      assertThat(gateway.awaitLog("HEJI-GW-1 ")).endsWith("roster 2");
    }
  }

  private void refusesToStart(Map<String, String> changed, String named) throws Exception {
    try (PackagedRole gateway = home.start(changed)) {
      assertThat(gateway.exitCode()).as(gateway.log()).isNotZero();
      assertThat(gateway.log()).contains(named);
    }
  }

  private static HttpResponse<String> again(BankDesk bank, Question question) throws Exception {
    return bank.get("/v1/queries/" + question.query().query().jti());
  }

  private static void assertProblem(HttpResponse<String> response, int status, String slug) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("\"type\":\"urn:heji:problem:" + slug + "\"");
  }

  private Disclosure opened(HttpResponse<String> answer) throws Exception {
    JsonObject json = JsonObject.parse(answer.body());
    String disclosure = json.text("disclosure", answer.body().length());
    json.end();
    return Disclosure.read(
        disclosure, kid(GATEWAY, KeyUse.SIGNING), played.key(GATEWAY, KeyUse.SIGNING).publicKey());
  }

  private List<String> recorded() throws SQLException {
    return rows("select kind || ' ' || outcome from decision_log order by seq");
  }

  private List<String> open() throws SQLException {
    return rows("select jti from open_query order by seq");
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = home.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  private TokenRound round() throws Exception {
    return switch (Subjects.normalise("cn-resident-id", "11010519491231002X")) {
      case Normalised.Accepted(Subject subject) ->
          TokenRound.blind(
              List.of(subject), new Voprf(GroupEngines.bouncyCastle()), played.randomness());
      case Normalised.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  private String request(TokenRound round, PartyId asker) {
    KeyUse use = asker.equals(BANK) ? KeyUse.QUERY : KeyUse.SIGNING;
    return round
        .request(federation, asker, Instant.now(), played.randomness())
        .signWith(kid(asker, use), played.key(asker, use));
  }

  private static List<EvaluationAnswer> answers(HttpResponse<String> response) throws Exception {
    List<EvaluationAnswer> answers = new ArrayList<>();
    for (JsonObject entry : JsonObject.parse(response.body()).objects("answers", 2)) {
      answers.add(
          new EvaluationAnswer(
              PartyId.read(entry, "tokeniser"),
              entry.bytesUpTo("elements", 33),
              entry.bytes("proof", 64)));
    }
    return answers;
  }
}
