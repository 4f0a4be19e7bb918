package io.heji.sandbox.ceremony;

import io.heji.crypto.Randomness;
import io.heji.protocol.document.PartyId;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The federation's CA: P-256 certificates that name a party in a URI SAN. */
final class CertificateAuthority {
  private static final Duration VALID = Duration.ofDays(90);
  private static final Duration BACKDATED = Duration.ofMinutes(5);
  private static final int SERIAL_BYTES = 16;
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final String PARTY_URI = "urn:heji:party:";

  private final KeyPair keys;
  private final X500Name name;
  private final X509Certificate certificate;
  private final Instant now;
  private final Randomness randomness;

  CertificateAuthority(String federation, Instant now, Randomness randomness)
      throws GeneralSecurityException, IOException {
    this.now = now;
    this.randomness = randomness;
    this.keys = keyPair();
    this.name = new X500Name("CN=CA of " + federation);
    X509v3CertificateBuilder builder = builder(name, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    this.certificate = signed(builder);
  }

  /** A party's certificate and private key, both PEM. */
  record Issued(String certificate, String key) {}

  Issued issue(PartyId party) throws GeneralSecurityException, IOException {
    KeyPair own = keyPair();
    X509v3CertificateBuilder builder = builder(new X500Name("CN=" + party.value()), own);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.uniformResourceIdentifier, PARTY_URI + party.value()),
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    return new Issued(pem(signed(builder)), privatePem(own));
  }

  /** The CA's own certificate, PEM. */
  String certificatePem() throws IOException {
    return pem(certificate);
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair own) {
    return new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(1, randomness.bytes(SERIAL_BYTES)),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(VALID)),
        subject,
        own.getPublic());
  }

  private X509Certificate signed(X509v3CertificateBuilder builder) throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate())));
    } catch (OperatorCreationException failed) {
      throw new GeneralSecurityException(failed);
    }
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String pem(X509Certificate certificate) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(certificate);
    }
    return text.toString();
  }

  private static String privatePem(KeyPair own) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          new org.bouncycastle.openssl.jcajce.JcaPKCS8Generator(own.getPrivate(), null));
    }
    return text.toString();
  }
}
