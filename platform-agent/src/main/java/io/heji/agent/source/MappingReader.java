package io.heji.agent.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.heji.agent.source.Mapping.ApplicationShape;
import io.heji.agent.source.Mapping.CustomerShape;
import io.heji.agent.source.Mapping.DateColumn;
import io.heji.agent.source.Mapping.Join;
import io.heji.agent.source.Mapping.LoanShape;
import io.heji.agent.source.Mapping.MoneyColumn;
import io.heji.agent.source.Mapping.RecordColumn;
import io.heji.agent.source.Mapping.ReferenceType;
import io.heji.agent.source.Mapping.StatusColumn;
import io.heji.agent.source.Mapping.Tables;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.subject.SubjectScheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a mapping file, strictly: an unknown key, a missing one, one that is written twice or a
 * value of another type is refused with its place.
 */
public final class MappingReader {
  /** A key that is written twice, or a second document, is a mistake and not passed over. */
  private static final ObjectMapper YAML =
      new YAMLMapper()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final int NAME_MAX = 128;
  private static final int JOINS_MAX = 8;
  private static final int CODES_MAX = 64;

  private MappingReader() {}

  /** Reads the YAML text. */
  public static Mapping read(String yaml) throws MappingException {
    try {
      JsonNode tree = YAML.readTree(yaml);
      if (!(tree instanceof ObjectNode object)) {
        throw new MappingException("the mapping is not a YAML object");
      }
      return mapping(JsonObject.parse(Json.encode(object)));
    } catch (JsonProcessingException malformed) {
      throw new MappingException(
          "the mapping cannot be read as YAML: " + malformed.getOriginalMessage());
    } catch (RefusedException refused) {
      throw new MappingException(refused.detail());
    }
  }

  private static Mapping mapping(JsonObject json) throws RefusedException, MappingException {
    json.integer("version", 1, 1);
    CustomerShape customer = customer(json.object("customer"));
    LoanShape loan = loan(json.object("loan"));
    Optional<JsonObject> application = json.optionalObject("application");
    Optional<ApplicationShape> applications =
        application.isPresent() ? Optional.of(application(application.get())) : Optional.empty();
    json.end();
    return new Mapping(customer, loan, applications);
  }

  private static CustomerShape customer(JsonObject json) throws RefusedException, MappingException {
    Tables tables = tables(json);
    JsonObject reference = json.object("reference");
    ColumnRef column = column(reference, "column");
    String typeName = reference.text("type", NAME_MAX);
    ReferenceType type = null;
    for (ReferenceType candidate : ReferenceType.values()) {
      if (candidate.name().toLowerCase(Locale.ROOT).equals(typeName)) {
        type = candidate;
      }
    }
    if (type == null) {
      throw reference.refused("type", "`text`, `bigint`, `integer` or `uuid`");
    }
    reference.end();
    JsonObject identity = json.object("identity");
    ColumnRef identityColumn = column(identity, "column");
    String scheme = identity.text("scheme", NAME_MAX);
    if (SubjectScheme.named(scheme).isEmpty()) {
      throw identity.refused("scheme", "an identity scheme of the protocol");
    }
    identity.end();
    json.end();
    return new CustomerShape(tables, column, type, identityColumn, scheme);
  }

  private static LoanShape loan(JsonObject json) throws RefusedException, MappingException {
    Tables tables = tables(json);
    Optional<JsonObject> lenderOfRecord = json.optionalObject("lenderOfRecord");
    LoanShape shape =
        new LoanShape(
            tables,
            column(json, "customer"),
            status(json.object("status")),
            money(json.object("principal")),
            money(json.object("creditLimit")),
            money(json.object("overdueAmount")),
            column(json, "daysPastDue"),
            date(json.object("nextDueDate")),
            money(json.object("nextDueAmount")),
            date(json.object("openedOn")),
            lenderOfRecord.isPresent()
                ? Optional.of(record(lenderOfRecord.get()))
                : Optional.empty());
    json.end();
    return shape;
  }

  private static ApplicationShape application(JsonObject json)
      throws RefusedException, MappingException {
    ApplicationShape shape =
        new ApplicationShape(
            tables(json), column(json, "customer"), date(json.object("appliedOn")));
    json.end();
    return shape;
  }

  private static Tables tables(JsonObject json) throws RefusedException, MappingException {
    JsonObject from = json.object("from");
    String schema = from.text("schema", NAME_MAX);
    String table = from.text("table", NAME_MAX);
    String alias = from.text("as", NAME_MAX);
    List<Join> joins = new ArrayList<>();
    if (from.has("joins")) {
      for (JsonObject join : from.objects("joins", JOINS_MAX)) {
        boolean optional = join.has("rows");
        if (optional && !join.text("rows", NAME_MAX).equals("optional")) {
          // As an inner join it would pass over rows, and sums would be too small.
          throw join.refused("rows", "`optional`, or left out");
        }
        joins.add(
            new Join(
                join.text("table", NAME_MAX),
                join.text("as", NAME_MAX),
                column(join, "column"),
                column(join, "equals"),
                optional));
        join.end();
      }
    }
    from.end();
    return new Tables(schema, table, alias, joins);
  }

  private static ColumnRef column(JsonObject json, String name)
      throws RefusedException, MappingException {
    return ColumnRef.parse(json.text(name, NAME_MAX));
  }

  private static MoneyColumn money(JsonObject json) throws RefusedException, MappingException {
    MoneyForm form =
        MoneyForm.named(json.text("money", NAME_MAX))
            .orElseThrow(() -> json.refused("money", "`major-decimal` or `minor-integer`"));
    MoneyColumn column = new MoneyColumn(column(json, "column"), form);
    json.end();
    return column;
  }

  private static DateColumn date(JsonObject json) throws RefusedException, MappingException {
    DateForm form =
        DateForm.named(json.text("date", NAME_MAX))
            .orElseThrow(
                () ->
                    json.refused(
                        "date",
                        "`date`, `timestamp`, `timestamptz`, `epoch-seconds`, `yyyymmdd-integer` or `yyyymmdd-text`"));
    DateColumn column = new DateColumn(column(json, "column"), form);
    json.end();
    return column;
  }

  private static StatusColumn status(JsonObject json) throws RefusedException, MappingException {
    JsonObject codes = json.object("codes");
    Map<String, LoanStatus> meanings = new HashMap<>();
    for (String code : codes.names()) {
      meanings.put(
          code,
          LoanStatus.named(codes.text(code, NAME_MAX))
              .orElseThrow(() -> codes.refused(code, "`active`, `closed` or `written-off`")));
    }
    StatusColumn column = new StatusColumn(column(json, "column"), meanings);
    json.end();
    return column;
  }

  private static RecordColumn record(JsonObject json) throws RefusedException, MappingException {
    RecordColumn column =
        new RecordColumn(
            column(json, "column"),
            json.texts("yes", CODES_MAX, NAME_MAX),
            json.texts("no", CODES_MAX, NAME_MAX));
    json.end();
    return column;
  }
}
