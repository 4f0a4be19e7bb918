package io.heji.member.epoch;

import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.Directory;
import io.heji.protocol.document.DirectoryKey;
import io.heji.protocol.document.EpochKeys;
import io.heji.protocol.document.KeyStatement;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.document.Party;
import io.heji.protocol.document.Role;
import io.heji.protocol.document.Signed;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes one member's keys of an epoch and their signed statement, or gives again what was made
 * before. Everything that would keep the statement out of a roster is refused before a key is
 * drawn.
 *
 * @see KeyStatement
 */
public final class NewEpoch {
  private final Directory directory;
  private final Es256PrivateKey signing;
  private final EpochKeyFolder keys;
  private final StatementFolder statements;

  /**
   * @param directory verified by the caller
   * @param signing the member's signing key, which the directory must name
   */
  public NewEpoch(
      Directory directory,
      Es256PrivateKey signing,
      EpochKeyFolder keys,
      StatementFolder statements) {
    this.directory = directory;
    this.signing = signing;
    this.keys = keys;
    this.statements = statements;
  }

  /**
   * What was made.
   *
   * @param file where the statement is
   * @param again whether it was there before
   */
  public record Made(Signed<KeyStatement> statement, Role role, Path file, boolean again) {}

  /**
   * Makes it. Keys first: a statement of keys that are not kept would stop the next epoch.
   *
   * @throws RefusedException when party, key, epoch or metrics do not fit the directory and what is
   *     here
   */
  public Made make(EpochOrder order) throws IOException, RefusedException {
    Party party = party(order);
    String kid = signingKey(party);
    requireNext(order);
    EpochKeys stated =
        party.role() == Role.TOKENISER
            ? keys.tokeniser(order.epoch())
            : keys.platform(order.epoch(), order.metrics());
    Path file = statements.file(order.party(), order.epoch());
    Optional<String> before = statements.find(order.party(), order.epoch());
    if (before.isPresent()) {
      return new Made(verified(before.get(), order, stated), party.role(), file, true);
    }
    KeyStatement content =
        new KeyStatement(
            directory.federation(), order.party(), order.epoch(), order.from(), order.to(), stated);
    String text = sign(content, kid, signing);
    Signed<KeyStatement> statement = verified(text, order, stated);
    statements.put(order.party(), order.epoch(), text);
    return new Made(statement, party.role(), file, false);
  }

  /** A signed statement. Says nothing of who may make it. */
  public static String sign(KeyStatement statement, String kid, Es256PrivateKey signing) {
    return CompactJws.sign(KeyStatement.TYP, kid, signing, statement.toPayload());
  }

  private Party party(EpochOrder order) throws RefusedException {
    Party party =
        directory
            .party(order.party())
            .orElseThrow(
                () -> refused(ProblemType.UNKNOWN_PARTY, "the directory has no such party"));
    if (!party.isActive()) {
      throw refused(ProblemType.PARTY_SUSPENDED, "the directory suspends this party");
    }
    switch (party.role()) {
      case TOKENISER -> {
        if (!order.metrics().isEmpty()) {
          throw refused(ProblemType.MALFORMED_REQUEST, "a tokeniser supplies no metrics");
        }
      }
      case PLATFORM -> {
        if (order.metrics().isEmpty()) {
          throw refused(
              ProblemType.MALFORMED_REQUEST, "a platform states which metrics it supplies");
        }
      }
      case GATEWAY, BANK, AUDITOR ->
          throw refused(
              ProblemType.UNKNOWN_PARTY, "only tokenisers and platforms have keys of an epoch");
    }
    return party;
  }

  /** The id of the signing key, if the directory names the one that is here. */
  private String signingKey(Party party) throws RefusedException {
    DirectoryKey listed =
        party
            .key(KeyUse.SIGNING)
            .orElseThrow(
                () -> refused(ProblemType.WRONG_DIRECTORY, "the directory lists no signing key"));
    if (!listed.key().equals(signing.publicKey())) {
      throw refused(
          ProblemType.SIGNATURE_INVALID, "the signing key is not the one that the directory lists");
    }
    return listed.kid();
  }

  /** A number that was mistyped would make keys of an epoch that never comes. */
  private void requireNext(EpochOrder order) throws IOException, RefusedException {
    OptionalLong newest = keys.newest();
    if (newest.isPresent()
        && order.epoch() != newest.getAsLong()
        && order.epoch() != newest.getAsLong() + 1) {
      throw refused(
          ProblemType.EPOCH_CHANGED,
          "the newest epoch with keys here is "
              + newest.getAsLong()
              + ": only that one's statement or the next one can be made");
    }
  }

  /** As a gateway and every member will verify it. */
  private Signed<KeyStatement> verified(String text, EpochOrder order, EpochKeys stated)
      throws RefusedException {
    Signed<KeyStatement> statement = KeyStatement.verify(text, directory);
    KeyStatement content = statement.content();
    if (!content.party().equals(order.party())
        || content.epoch() != order.epoch()
        || !content.keys().equals(stated)) {
      throw refused(
          ProblemType.WRONG_ROSTER,
          "the statement that is there states other keys or metrics: a roster may name it, so it is"
              + " not overwritten");
    }
    return statement;
  }

  private static RefusedException refused(ProblemType type, String why) {
    return new RefusedException(type, why);
  }
}
