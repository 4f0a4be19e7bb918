package io.heji.bank.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.bank.BankLimits;
import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.document.PinnedRegulators;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.query.Consent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one bank asks: what {@code bank.json} in its home says. Paths in it are relative to the file.
 *
 * @param party the bank's id in the directory
 * @param federation the federation's id
 * @param gateway {@code https://host:port}
 * @param authority PEM file of the federation's CA, relative to the profile
 * @param keys folder with {@code access.pem} and {@code query.pem}, relative to the profile
 * @param regulators file with the pinned regulators, relative to the profile
 * @param isDefault whether this bank asks when none is named
 * @param consents the consents the bank holds
 */
public record BankProfile(
    PartyId party,
    String federation,
    URI gateway,
    String authority,
    String keys,
    String regulators,
    boolean isDefault,
    List<Consent> consents) {
  /** The name of a profile file. */
  public static final String FILE = "bank.json";

  public BankProfile {
    consents = List.copyOf(consents);
  }

  /** Reads the profile in a bank's home. */
  public static BankProfile read(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (Files.size(file) > BankLimits.PROFILE_MAX_BYTES) {
      throw new IOException("`" + file + "` is larger than a profile can be");
    }
    try {
      return fromJson(Bytes.copyOf(Files.readAllBytes(file)));
    } catch (RefusedException malformed) {
      throw new IOException("`" + file + "`: " + malformed.detail());
    }
  }

  /** Reads the pinned regulators' file of a bank's home. */
  public PinnedRegulators readRegulators(Path home) throws IOException {
    Path file = home.resolve(regulators);
    try {
      PinnedRegulators pinned =
          PinnedRegulators.fromJson(Files.readString(file, StandardCharsets.UTF_8));
      if (!pinned.federation().equals(federation)) {
        throw new IOException("`" + file + "` is of another federation than the profile");
      }
      return pinned;
    } catch (RefusedException malformed) {
      throw new IOException("`" + file + "`: " + malformed.detail());
    }
  }

  /** The consent of this id. */
  public Optional<Consent> consent(String id) {
    return consents.stream().filter(consent -> consent.id().equals(id)).findFirst();
  }

  /** The text of the file. */
  public String toJson() {
    ObjectNode json = Json.object();
    json.put("party", party.value()).put("federation", federation);
    json.put("gateway", gateway.toString());
    json.put("ca", authority).put("keys", keys).put("regulators", regulators);
    json.put("default", isDefault);
    ArrayNode list = json.putArray("consents");
    for (Consent consent : consents) {
      consent.write(list.addObject());
    }
    return Json.encode(json).asUtf8();
  }

  private static BankProfile fromJson(Bytes text) throws RefusedException {
    JsonObject json = JsonObject.parse(text);
    PartyId party = PartyId.read(json, "party");
    String federation = PartyId.read(json, "federation").value();
    URI gateway = readAddress(json);
    String authority = json.text("ca", BankLimits.PROFILE_TEXT_LENGTH_MAX);
    String keys = json.text("keys", BankLimits.PROFILE_TEXT_LENGTH_MAX);
    String regulators = json.text("regulators", BankLimits.PROFILE_TEXT_LENGTH_MAX);
    boolean isDefault = json.bool("default");
    List<Consent> consents = new ArrayList<>();
    for (JsonObject consent : json.objects("consents", BankLimits.CONSENTS_MAX)) {
      consents.add(Consent.read(consent));
    }
    if (consents.stream().map(Consent::id).distinct().count() < consents.size()) {
      // Which of the two a question names could not be told.
      throw json.refused("consents", "a list of different ids");
    }
    json.end();
    return new BankProfile(
        party, federation, gateway, authority, keys, regulators, isDefault, consents);
  }

  private static URI readAddress(JsonObject json) throws RefusedException {
    try {
      return URI.create(json.text("gateway", BankLimits.PROFILE_TEXT_LENGTH_MAX));
    } catch (IllegalArgumentException malformed) {
      throw json.refused("gateway", "https://host:port");
    }
  }
}
