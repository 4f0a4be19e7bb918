package io.heji.protocol.query;

import io.heji.crypto.Bytes;
import io.heji.crypto.Sha256;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.DocumentRef;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** A disclosure over two platforms, and the key of the gateway that signs it. */
final class PlayedDisclosure {
  static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
  static final String KID = "gateway-signing-1";

  private final Es256PrivateKey key = Es256PrivateKey.generate(new SplittableRandom(9)::nextBytes);

  /** One that tells this of its subjects. */
  static Disclosure of(List<List<DisclosedMetric>> subjects) {
    DocumentRef document = new DocumentRef(1, Sha256.of(Bytes.EMPTY));
    SortedSet<PartyId> nobody = new TreeSet<>();
    return new Disclosure(
        "01a0c450-6c00-7cbd-9972-575c393770ee",
        new PartyId("gateway"),
        new PartyId("bank-north"),
        NOW,
        Sha256.of(Bytes.EMPTY),
        new TreeSet<>(List.of(new PartyId("alpha"), new PartyId("beta"))),
        nobody,
        nobody,
        document,
        document,
        document,
        Sha256.of(Bytes.EMPTY),
        NOW,
        NOW,
        subjects);
  }

  /** The same, signed. */
  String signed(List<List<DisclosedMetric>> subjects) {
    return of(subjects).signWith(KID, key);
  }

  /** What is signed of it, as text. */
  String payload(List<List<DisclosedMetric>> subjects) {
    return Bytes.fromBase64Url(signed(subjects).split("\\.", -1)[1]).asUtf8();
  }

  /** Any payload, signed. */
  String signed(String payload) {
    return CompactJws.sign(Disclosure.TYP, KID, key, Bytes.utf8(payload));
  }

  /** Reads one as the gateway's. */
  Disclosure read(String signed) throws RefusedException {
    return Disclosure.read(signed, KID, key.publicKey());
  }
}
