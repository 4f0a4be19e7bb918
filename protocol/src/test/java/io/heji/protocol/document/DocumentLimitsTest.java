package io.heji.protocol.document;

import static io.heji.protocol.document.PlayedDocuments.GATEWAY;
import static io.heji.protocol.document.PlayedDocuments.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.crypto.sign.Es256PublicKey;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.jws.QuorumJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit of documents, at its greatest value and one beyond. */
class DocumentLimitsTest {
  private static final PlayedDocuments PLAYED = new PlayedDocuments();

  /** Reads something of a given size. */
  interface Reading {
    void of(int size) throws RefusedException;
  }

  private static Stream<Arguments> limits() {
    return Stream.of(
        limit("parties", Limits.PARTIES_MAX, n -> directory(d -> repeat(d, "parties", n))),
        limit(
            "groups",
            Limits.GROUPS_PER_PARTY_MAX,
            n -> party(p -> fill(p.putArray("groups"), n, i -> "group-" + i))),
        limit("party id", Limits.ID_LENGTH_MAX, n -> party(p -> p.put("id", text(n)))),
        limit("group id", Limits.ID_LENGTH_MAX, n -> party(p -> p.putArray("groups").add(text(n)))),
        limit(
            "licence class", Limits.ID_LENGTH_MAX, n -> party(p -> p.put("licenceClass", text(n)))),
        limit("name", Limits.NAME_LENGTH_MAX, n -> party(p -> p.put("name", text(n)))),
        limit(
            "name of code points beyond 16 bits",
            Limits.NAME_LENGTH_MAX,
            n -> party(p -> p.put("name", "\uD840\uDC00".repeat(n)))),
        limit(
            "federation", Limits.ID_LENGTH_MAX, n -> directory(d -> d.put("federation", text(n)))),
        limit(
            "key id",
            Limits.KEY_ID_LENGTH_MAX,
            n -> party(p -> ((ObjectNode) p.at("/keys/signing")).put("kid", text(n)))),
        limit(
            "tokenisers of a directory",
            Limits.TOKENISERS_MAX,
            n -> directory(d -> fill(d.putArray("tokenisers"), n, i -> "tokeniser-" + i))),
        limit("members", Limits.MEMBERS_MAX, n -> roster(r -> hashes(r.putObject("members"), n))),
        limit(
            "tokenisers of a roster",
            Limits.TOKENISERS_MAX,
            n -> roster(r -> hashes(r.putObject("tokenisers"), n))),
        limit("reason", Limits.NAME_LENGTH_MAX, n -> roster(r -> r.put("reason", text(n)))),
        limit(
            "key statements",
            Limits.MEMBERS_MAX + Limits.TOKENISERS_MAX,
            n -> SignedDocuments.fromJson(documents(text(1), n))),
        limit(
            "length of a document",
            Limits.DOCUMENT_LENGTH_MAX,
            n -> SignedDocuments.fromJson(documents(text(n), 1))),
        limit("regulators", Limits.REGULATORS_MAX, n -> PinnedRegulators.fromJson(regulators(n))));
  }

  private static Arguments limit(String name, int max, Reading reading) {
    return Arguments.of(name, max, reading);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("limits")
  void takesTheGreatestAndRefusesOneMore(String name, int max, Reading reading) {
    assertThatCode(() -> reading.of(max)).as(name).doesNotThrowAnyException();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> reading.of(max + 1))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  /** The signed text as a whole, with as many signatures as there can be regulators. */
  @Test
  void takesAQuorumDocumentOfTheGreatestLengthAndRefusesOneMore() throws Exception {
    SortedMap<String, Es256PublicKey> pinned = PLAYED.pinned().keys();
    Bytes payload = Bytes.ascii(text(1_000_001));
    String signed = QuorumJws.sign(Directory.TYP, payload, PLAYED.regulators());
    // Blanks between the members are no part of what is signed.
    String longest = " ".repeat(Limits.DOCUMENT_LENGTH_MAX - signed.length()) + signed;

    assertThat(QuorumJws.verify(longest, Directory.TYP, pinned, 2)).isEqualTo(payload);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> QuorumJws.verify(" " + longest, Directory.TYP, pinned, 2))
        .satisfies(refused -> assertThat(refused.detail()).contains("too long"));
  }

  @Test
  void takesASignatureOfEveryRegulatorThereCanBeAndRefusesOneMore() throws Exception {
    SortedMap<String, Es256PrivateKey> keys = new TreeMap<>();
    SortedMap<String, Es256PublicKey> pinned = new TreeMap<>();
    Bytes payload = Bytes.ascii("payload");
    for (int i = 0; i <= Limits.REGULATORS_MAX; i++) {
      if (i == Limits.REGULATORS_MAX) {
        assertThat(QuorumJws.verify(QuorumJws.sign("a", payload, keys), "a", pinned, pinned.size()))
            .isEqualTo(payload);
      }
      Es256PrivateKey key = PLAYED.newKey();
      keys.put("regulator-" + i, key);
      pinned.put("regulator-" + i, key.publicKey());
    }
    String tooMany = QuorumJws.sign("a", payload, keys);

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> QuorumJws.verify(tooMany, "a", pinned, 2))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.MALFORMED_REQUEST));
  }

  @Test
  void takesARosterOfTheClocksDifferenceAndAnAnnouncedOneOfThirtyDays() throws Exception {
    Instant from = PLAYED.roster().from();
    SignedDocuments signed = PLAYED.signed();
    // The other documents are dated back, so that only the roster's start is in the future.
    assertThat(rosterFrom(NOW.plus(Limits.CLOCK_SKEW_MAX))).isNotNull();
    refusesRoster(NOW.plus(Limits.CLOCK_SKEW_MAX).plusSeconds(1));
    assertThat(announced(NOW.plus(Limits.ROSTER_ANNOUNCED_MAX))).isNotNull();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> announced(NOW.plus(Limits.ROSTER_ANNOUNCED_MAX).plusSeconds(1)))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.WRONG_ROSTER));
    assertThat(Federation.verify(signed, PLAYED.pinned(), NOW).roster().from()).isEqualTo(from);
  }

  /** Who issues a roster cannot make one that nobody reads. */
  @Test
  void noRosterComesToBeBeyondTheLimits() {
    assertThatCode(() -> made(Limits.MEMBERS_MAX, Limits.TOKENISERS_MAX, Limits.NAME_LENGTH_MAX))
        .doesNotThrowAnyException();
    refusesToMake(Limits.MEMBERS_MAX + 1, 2, 1);
    refusesToMake(1, Limits.TOKENISERS_MAX + 1, 1);
    refusesToMake(1, 2, Limits.NAME_LENGTH_MAX + 1);
  }

  private static void refusesToMake(int members, int tokenisers, int reason) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> made(members, tokenisers, reason));
  }

  private static Roster made(int members, int tokenisers, int reason) {
    Roster like = PLAYED.roster();
    return new Roster(
        like.federation(), 1, 1, some(members), some(tokenisers), like.from(), text(reason));
  }

  private static SortedMap<PartyId, Bytes> some(int count) {
    SortedMap<PartyId, Bytes> parties = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      parties.put(new PartyId("party-" + i), Bytes.EMPTY);
    }
    return parties;
  }

  private static void refusesRoster(Instant from) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> rosterFrom(from))
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(ProblemType.WRONG_ROSTER));
  }

  private static Federation rosterFrom(Instant from) throws RefusedException {
    return Federation.verify(startingAt(from), PLAYED.pinned(), NOW);
  }

  private static Federation announced(Instant from) throws RefusedException {
    return Federation.verifyAnnounced(startingAt(from), PLAYED.pinned(), NOW);
  }

  private static SignedDocuments startingAt(Instant from) {
    Bytes payload = changed(PLAYED.roster().toPayload(), r -> r.put("from", from.getEpochSecond()));
    return PLAYED.withRoster(PLAYED.by(GATEWAY, Roster.TYP, payload));
  }

  /** Changes a JSON object in one place. */
  private interface Change {
    void in(ObjectNode json);
  }

  private static Bytes changed(Bytes payload, Change change) {
    try {
      ObjectNode json = (ObjectNode) new ObjectMapper().readTree(payload.toByteArray());
      change.in(json);
      return Json.encode(json);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static void directory(Change change) throws RefusedException {
    Directory.fromPayload(changed(PLAYED.directory().toPayload(), change));
  }

  private static void party(Change change) throws RefusedException {
    directory(d -> change.in((ObjectNode) d.at("/parties/0")));
  }

  private static void roster(Change change) throws RefusedException {
    Roster.fromPayload(changed(PLAYED.roster().toPayload(), change));
  }

  private static void repeat(ObjectNode json, String list, int count) {
    JsonNode first = json.path(list).path(0);
    json.putArray(list).addAll(Collections.nCopies(count, first));
  }

  private static void fill(ArrayNode list, int count, IntFunction<String> item) {
    for (int i = 0; i < count; i++) {
      list.add(item.apply(i));
    }
  }

  private static void hashes(ObjectNode json, int count) {
    for (int i = 0; i < count; i++) {
      json.put("party-" + i, "A".repeat(43));
    }
  }

  private static String documents(String directory, int statements) {
    ObjectNode json = Json.object();
    json.put("directory", directory).put("policy", "p").put("roster", "r");
    fill(json.putArray("keyStatements"), statements, i -> "statement " + i);
    return Json.encode(json).asUtf8();
  }

  private static String regulators(int count) {
    ObjectNode json = Json.object();
    json.put("federation", PlayedDocuments.NAME).put("threshold", 1);
    List<ObjectNode> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectNode key = Json.object();
      DirectoryKey.writeJwk(key, "regulator-" + i, PLAYED.newKey().publicKey());
      keys.add(key);
    }
    json.putArray("keys").addAll(keys);
    return Json.encode(json).asUtf8();
  }

  private static String text(int length) {
    return "a".repeat(length);
  }
}
