package io.heji.sandbox.federation;

import io.heji.bank.AskRequest;
import io.heji.bank.ExposureAnswer;
import io.heji.bank.ExposureClient;
import io.heji.bank.NotVerifiedException;
import io.heji.bank.gateway.GatewayApi;
import io.heji.bank.gateway.GatewayUnreachableException;
import io.heji.bank.gateway.HttpsGateway;
import io.heji.bank.profile.BankKeys;
import io.heji.bank.profile.BankProfile;
import io.heji.bank.store.BankStore;
import io.heji.bank.store.PendingQuery;
import io.heji.crypto.Randomness;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.metric.Metric;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import io.heji.protocol.subject.Normalised;
import io.heji.protocol.subject.Subject;
import io.heji.protocol.subject.Subjects;
import io.heji.sandbox.ceremony.Ceremony;
import io.heji.sandbox.ceremony.FederationLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One of the sandbox's banks, asking through the same SDK as {@code heji bank ask}. */
public final class BankDesk implements AutoCloseable {
  /** Who at the bank asks. */
  public static final String OPERATOR = "sandbox-officer";

  private final BankProfile profile;
  private final HttpsGateway gateway;
  private final ExposureClient client;
  private final BankStore store;

  public BankDesk(FederationLayout layout, PartyId bank, InstantSource clock, Randomness randomness)
      throws IOException {
    this(layout, bank, UnaryOperator.identity(), clock, randomness);
  }

  /**
   * A desk that somebody watches.
   *
   * @param watched what the bank's client asks instead of the gateway, which is given
   */
  public BankDesk(
      FederationLayout layout,
      PartyId bank,
      UnaryOperator<GatewayApi> watched,
      InstantSource clock,
      Randomness randomness)
      throws IOException {
    Path home = layout.bank(bank);
    this.profile = BankProfile.read(home);
    this.gateway = new HttpsGateway(profile.gateway(), home.resolve(profile.authority()));
    // A state of its own: `heji bank ask` may use the bank's at the same time.
    this.store =
        BankStore.open(
            home.resolve("sandbox-state"), home.resolve("sandbox-state.key"), randomness);
    this.client =
        new ExposureClient(
            profile.party(),
            BankKeys.read(home.resolve(profile.keys())),
            profile.readRegulators(home),
            watched.apply(gateway),
            store,
            clock,
            randomness);
  }

  public PartyId bank() {
    return profile.party();
  }

  /** Asks about some people, as raw identity numbers. */
  public ExposureAnswer ask(List<String> identities, String purpose, List<Metric> metrics)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    List<Subject> subjects = new ArrayList<>();
    for (String identity : identities) {
      if (!(Subjects.normalise("cn-resident-id", identity)
          instanceof Normalised.Accepted(Subject subject))) {
        throw new RefusedException(
            ProblemType.MALFORMED_SUBJECT, "a made-up identity number is not one");
      }
      subjects.add(subject);
    }
    Consent consent =
        profile
            .consent(Ceremony.consentId(purpose))
            .orElseThrow(
                () -> new RefusedException(ProblemType.CONSENT_INVALID, "no such consent"));
    return client.ask(AskRequest.of(subjects, purpose, metrics, consent, OPERATOR));
  }

  /** Fetches the answer to a question asked before. */
  public ExposureAnswer fetch(String queryId)
      throws RefusedException, GatewayUnreachableException, NotVerifiedException, IOException {
    return client.fetch(queryId);
  }

  /** The keys that this bank keeps of a question. */
  public PendingQuery kept(String queryId) throws RefusedException, IOException {
    return store
        .pendingQueries()
        .find(queryId)
        .orElseThrow(() -> new IOException("the bank keeps nothing of " + queryId));
  }

  /** Asks for an answer without saying who asks, which the gateway refuses. */
  public ProblemType knockWithoutAccess(String queryId) throws GatewayUnreachableException {
    try {
      String answered = gateway.disclosure("none", queryId);
      throw new IllegalStateException(
          "the gateway told " + answered.length() + " characters to nobody");
    } catch (RefusedException refused) {
      return refused.type();
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
