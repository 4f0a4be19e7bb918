package io.heji.protocol.subject;

import java.util.Set;

/** Checks of {@code passport}: ISO 3166-1 alpha-3 code, a colon, the number. */
final class Passport {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int LENGTH_MIN = 5;
  private static final int LENGTH_MAX = 9;

  /**
   * The 249 codes of ISO 3166-1 alpha-3. Written out, since a JDK's own list moves with its version
   * and two parties with different lists would refuse different people.
   */
  static final Set<String> COUNTRIES =
      Set.of(
          """
          ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI
          BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN
          BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB
          CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH
          FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC
          GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN
          IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN
          LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL
          MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER
          NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL
          PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM
          SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
          TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY
          USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
          """
              .strip()
              .split("\\s+"));

  private Passport() {}

  static Checked check(String cleaned) {
    int separator = cleaned.indexOf(Subjects.SEPARATOR);
    if (separator < 0 || !COUNTRIES.contains(cleaned.substring(0, separator))) {
      return new Checked.Failed(SubjectRefusal.COUNTRY);
    }
    String number = cleaned.substring(separator + 1);
    if (!Checked.hasOnly(number, ALPHABET)) {
      return new Checked.Failed(SubjectRefusal.CHARACTER);
    }
    if (number.length() < LENGTH_MIN || number.length() > LENGTH_MAX) {
      return new Checked.Failed(SubjectRefusal.LENGTH);
    }
    if (number.chars().noneMatch(character -> character >= '0' && character <= '9')) {
      return new Checked.Failed(SubjectRefusal.CHARACTER);
    }
    return Checked.isOneCharacterRepeated(number)
        ? new Checked.Failed(SubjectRefusal.PLACEHOLDER)
        : new Checked.Canonical(cleaned);
  }
}
