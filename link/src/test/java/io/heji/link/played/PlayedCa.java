package io.heji.link.played;

import io.heji.link.LinkTls;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA that issues certificates for the loopback address into a folder. */
public final class PlayedCa {
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2100-01-01T00:00:00Z");

  private final Path folder;
  private final X500Name name;
  private final KeyPair keys;
  private final Map<String, LinkTls> parties = new HashMap<>();
  private long serial = 1;

  public PlayedCa(Path folder, String name) throws IOException, GeneralSecurityException {
    this.folder = Files.createDirectories(folder);
    this.name = new X500Name("CN=" + name);
    this.keys = newKeys();
    write("ca.crt", "CERTIFICATE", issue(this.name, keys, true, List.of(), TO).getEncoded());
  }

  /** A party's certificate and key, with these URIs as its SANs beside the loopback address. */
  public LinkTls issue(String file, String... uris) throws IOException, GeneralSecurityException {
    return issue(file, TO, uris);
  }

  /** A party's certificate that was good until yesterday. */
  public LinkTls expired(String file, String id) throws IOException, GeneralSecurityException {
    return issue(file, Instant.now().minus(Duration.ofDays(1)), LinkTls.PARTY_URI + id);
  }

  private LinkTls issue(String file, Instant to, String... uris)
      throws IOException, GeneralSecurityException {
    KeyPair own = newKeys();
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    for (String uri : uris) {
      names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }
    X509CertificateHolder certificate = issue(new X500Name("CN=" + file), own, false, names, to);
    return new LinkTls(
        write(file + ".crt", "CERTIFICATE", certificate.getEncoded()),
        write(file + ".key", "PRIVATE KEY", own.getPrivate().getEncoded()),
        folder.resolve("ca.crt"));
  }

  /** The certificate of a party, the same whenever it is asked for. */
  public LinkTls party(String id) throws IOException, GeneralSecurityException {
    LinkTls issued = parties.get(id);
    if (issued == null) {
      issued = issue(id, LinkTls.PARTY_URI + id);
      parties.put(id, issued);
    }
    return issued;
  }

  private X509CertificateHolder issue(
      X500Name subject, KeyPair own, boolean ca, List<GeneralName> names, Instant to)
      throws IOException {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serial++),
            Date.from(FROM),
            Date.from(to),
            subject,
            own.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    if (!names.isEmpty()) {
      GeneralNames all = new GeneralNames(names.toArray(GeneralName[]::new));
      builder.addExtension(Extension.subjectAlternativeName, false, all);
    }
    try {
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    } catch (OperatorCreationException unsupported) {
      throw new IllegalStateException(unsupported);
    }
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private Path write(String file, String kind, byte[] der) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Path path = folder.resolve(file);
    Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        path,
        "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n",
        StandardCharsets.US_ASCII);
  }
}
