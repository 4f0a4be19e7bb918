package io.heji.protocol.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.protocol.Limits;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One party of the directory.
 *
 * @param id its id
 * @param role what it is
 * @param name its name for people
 * @param groups the company groups it belongs to, at least one
 * @param licenceClass what it is licensed as; policy grants purposes to classes
 * @param status whether it may take part
 * @param keys its long-term keys by use
 */
public record Party(
    PartyId id,
    Role role,
    String name,
    SortedSet<String> groups,
    String licenceClass,
    Status status,
    Map<KeyUse, DirectoryKey> keys) {
  public Party {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    keys = Map.copyOf(keys);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a party belongs to at least one company group");
    }
  }

  /** The key for a use, if the party has one. */
  public Optional<DirectoryKey> key(KeyUse use) {
    return Optional.ofNullable(keys.get(use));
  }

  DirectoryKey requiredSigningKey() throws RefusedException {
    return key(KeyUse.SIGNING)
        .orElseThrow(
            () ->
                new RefusedException(
                    ProblemType.WRONG_DIRECTORY, "`" + id + "` has no signing key"));
  }

  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  void write(ObjectNode json) {
    json.put("id", id.value()).put("role", role.wireName()).put("name", name);
    ArrayNode list = json.putArray("groups");
    groups.forEach(list::add);
    json.put("licenceClass", licenceClass).put("status", status.wireName());
    ObjectNode byUse = json.putObject("keys");
    new TreeMap<>(keys).forEach((use, key) -> key.write(byUse.putObject(use.wireName())));
  }

  static Party read(JsonObject json) throws RefusedException {
    PartyId id = PartyId.read(json, "id");
    Role role =
        Role.named(json.text("role", Limits.ID_LENGTH_MAX))
            .orElseThrow(() -> json.refused("role", "a role of the protocol"));
    String name = json.text("name", Limits.NAME_LENGTH_MAX);
    SortedSet<String> groups = new TreeSet<>();
    for (String group : json.texts("groups", Limits.GROUPS_PER_PARTY_MAX, Limits.ID_LENGTH_MAX)) {
      if (!PartyId.isValid(group) || !groups.add(group)) {
        throw json.refused("groups", "a list of different ids");
      }
    }
    if (groups.isEmpty()) {
      throw json.refused("groups", "at least one company group");
    }
    String licenceClass = json.text("licenceClass", Limits.ID_LENGTH_MAX);
    Status status =
        Status.named(json.text("status", Limits.ID_LENGTH_MAX))
            .orElseThrow(() -> json.refused("status", "`active` or `suspended`"));
    Map<KeyUse, DirectoryKey> keys = new EnumMap<>(KeyUse.class);
    JsonObject byUse = json.object("keys");
    for (String use : byUse.names()) {
      KeyUse known =
          KeyUse.named(use)
              .orElseThrow(() -> json.refused("keys", "keys by the uses of the protocol"));
      keys.put(known, DirectoryKey.read(byUse.object(use)));
    }
    json.end();
    return new Party(id, role, name, groups, licenceClass, status, keys);
  }
}
