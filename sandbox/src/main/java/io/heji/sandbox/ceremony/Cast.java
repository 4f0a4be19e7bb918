package io.heji.sandbox.ceremony;

import io.heji.protocol.document.PartyId;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The made-up parties of the sandbox.
 *
 * @param platforms four to eight, each of a company group of its own
 */
public record Cast(List<Member> platforms) {
  /** A party: id, name for people, company group, licence class. */
  public record Member(PartyId id, String name, String group, String licenceClass) {}

  private static final String CREDIT_PLATFORM = "credit-platform";
  private static final List<Member> PLATFORMS =
      List.of(
          platform("bamboo-pay", "Bamboo Pay", "bamboo-group"),
          platform("river-mart", "River Mart Finance", "river-group"),
          platform("cloud-bridge", "Cloud Bridge Credit", "cloud-group"),
          platform("lantern-finance", "Lantern Finance", "lantern-group"),
          platform("harbour-wallet", "Harbour Wallet", "harbour-group"),
          platform("jade-market", "Jade Market Loans", "jade-group"),
          platform("willow-credit", "Willow Credit", "willow-group"),
          platform("summit-express", "Summit Express Cash", "summit-group"));

  /** Who relays. */
  public static final Member GATEWAY =
      new Member(new PartyId("gateway"), "Joint Credit Gateway", "gateway-operator", "operator");

  /** Who tokenises: one at the gateway's operator, one at the regulators' custodian. */
  public static final List<Member> TOKENISERS =
      List.of(
          new Member(
              new PartyId("tokeniser-operator"),
              "Tokeniser of the operator",
              "gateway-operator",
              "tokeniser"),
          new Member(
              new PartyId("tokeniser-custodian"),
              "Tokeniser of the custodian",
              "custodian",
              "tokeniser"));

  /** Of no platform's group. Asks when no bank is named. */
  public static final Member INDEPENDENT_BANK =
      new Member(
          new PartyId("bank-northlake"), "Bank of Northlake", "northlake-group", "commercial-bank");

  /** Of the first platform's own group: that platform is left out of its sums. */
  public static final Member OWN_GROUP_BANK =
      new Member(
          new PartyId("bank-bamboo"),
          "Bamboo Consumer Finance",
          "bamboo-group",
          "consumer-finance");

  /** Both banks. */
  public static final List<Member> BANKS = List.of(INDEPENDENT_BANK, OWN_GROUP_BANK);

  public Cast {
    platforms = List.copyOf(platforms);
  }

  /** A cast with the first platforms of the list. */
  public static Cast of(int platforms) {
    return new Cast(IntStream.range(0, platforms).mapToObj(PLATFORMS::get).toList());
  }

  private static Member platform(String id, String name, String group) {
    return new Member(new PartyId(id), name, group, CREDIT_PLATFORM);
  }
}
