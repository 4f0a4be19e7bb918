package io.heji.crypto.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.heji.crypto.Bytes;
import io.heji.crypto.Randomness;
import io.heji.crypto.libcrypto.Libcrypto;
import io.heji.crypto.libcrypto.LibcryptoUnavailableException;
import java.lang.foreign.SymbolLookup;
import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both libraries: each verifies what the other signed, and refuses what the other refuses. */
class Es256LibrariesTest {
  private static final BigInteger ORDER = P256Parameters.P256.getOrder();
  private final SplittableRandom random = new SplittableRandom(7518);
  private final Randomness seeded = random::nextBytes;
  private final JdkEs256 jdk = new JdkEs256();
  private Es256Library libcrypto = jdk;

  @BeforeEach
  void load() throws Exception {
    Optional<SymbolLookup> symbols = Libcrypto.lookup("libcrypto.so.3");
    Assumptions.assumeTrue(symbols.isPresent(), "no libcrypto.so.3 here");
    libcrypto = LibcryptoEs256.of(Libcrypto.of(symbols.get()));
  }

  private List<Es256Library> both() {
    return List.of(jdk, libcrypto);
  }

  @Test
  void eachVerifiesWhatTheOtherSigned() {
    for (int round = 0; round < 40; round++) {
      ECPrivateKey scalar = Es256PrivateKey.toJca(scalar());
      Es256PublicKey key = Es256PrivateKey.publicKeyOf(scalar.getS());
      Bytes message = Bytes.copyOf(seeded.bytes(round * round));
      for (Es256Library signing : both()) {
        Bytes signature = signing.signer(scalar).sign(message);
        assertThat(signature.size()).isEqualTo(Es256PublicKey.SIGNATURE_BYTES);
        for (Es256Library verifying : both()) {
          assertThat(verifying.verifier(key).verify(message, signature)).isTrue();
          assertThat(verifying.verifier(key).verify(Bytes.ascii("another"), signature)).isFalse();
        }
      }
    }
  }

  @Test
  void bothRefuseNumbersOutsideTheirRange() {
    ECPrivateKey scalar = Es256PrivateKey.toJca(scalar());
    Es256PublicKey key = Es256PrivateKey.publicKeyOf(scalar.getS());
    Bytes message = Bytes.ascii("what was signed");
    Bytes right = jdk.signer(scalar).sign(message);
    BigInteger r = new BigInteger(1, right.slice(0, 32).toByteArray());
    BigInteger s = new BigInteger(1, right.slice(32, 64).toByteArray());
    List<Bytes> wrong =
        List.of(
            signature(BigInteger.ZERO, s),
            signature(r, BigInteger.ZERO),
            signature(BigInteger.ZERO, BigInteger.ZERO),
            signature(ORDER, s),
            signature(r, ORDER),
            signature(r.add(BigInteger.ONE), s),
            signature(BigInteger.TWO.pow(256).subtract(BigInteger.ONE), s),
            signature(s, r));
    for (Es256Library library : both()) {
      assertThat(library.verifier(key).verify(message, signature(r, s))).isTrue();
      // Malleable, as the standard has it: callers know.
      assertThat(library.verifier(key).verify(message, signature(r, ORDER.subtract(s)))).isTrue();
      for (Bytes signature : wrong) {
        assertThat(library.verifier(key).verify(message, signature)).isFalse();
      }
      // A failure leaves nothing behind for the next call.
      assertThat(library.verifier(key).verify(message, right)).isTrue();
    }
  }

  private BigInteger scalar() {
    return new BigInteger(1, seeded.bytes(32))
        .mod(ORDER.subtract(BigInteger.ONE))
        .add(BigInteger.ONE);
  }

  private static Bytes signature(BigInteger r, BigInteger s) {
    return Bytes.concat(Es256PublicKey.coordinate(r), Es256PublicKey.coordinate(s));
  }

  @Test
  void signsByLibcryptoWhereItIsThere() {
    Es256.Choice choice = Es256.choose(() -> libcrypto);

    assertThat(choice.library()).isSameAs(libcrypto);
    assertThat(choice.description()).startsWith("libcrypto (OpenSSL 3.");
  }

  @Test
  void saysWhyItSignsByTheJdk() {
    assertThat(
            Es256.choose(
                    () -> {
                      throw new LibcryptoUnavailableException("no library");
                    })
                .description())
        .isEqualTo("the JDK; not libcrypto: no library");
    assertThat(
            Es256.choose(
                    () -> {
                      throw new IllegalStateException("broken");
                    })
                .description())
        .startsWith("the JDK; not libcrypto: it broke in its self-test");
  }

  /** Whatever a library gets wrong, it is not used. */
  @Test
  void neverSignsByALibraryThatFailsItsSelfTest() {
    for (Es256Library wrong :
        List.of(
            new Altered(key -> (_, _) -> true, jdk::signer),
            new Altered(key -> (_, _) -> false, jdk::signer),
            new Altered(jdk::verifier, key -> _ -> Bytes.copyOf(new byte[64])))) {
      Es256.Choice choice = Es256.choose(() -> wrong);

      assertThat(choice.library()).isInstanceOf(JdkEs256.class);
      assertThat(choice.passedOver()).isEqualTo("it does not give the known answers");
    }
  }

  private record Altered(
      Function<Es256PublicKey, Verifier> verifiers, Function<ECPrivateKey, Signer> signers)
      implements Es256Library {
    @Override
    public Signer signer(ECPrivateKey key) {
      return signers.apply(key);
    }

    @Override
    public Verifier verifier(Es256PublicKey key) {
      return verifiers.apply(key);
    }

    @Override
    public String description() {
      return "altered";
    }
  }
}
