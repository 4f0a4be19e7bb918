package io.heji.agent.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
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
import java.io.IOException;
import java.util.Collections;
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
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int NAME_MAX = ColumnRef.NAME_MAX;
  private static final int JOINS_MAX = 8;
  private static final int CODES_MAX = 64;

  private MappingReader() {}

  /** Reads the YAML text. */
  public static Mapping read(String yaml) throws MappingException {
    try {
      refuseReferences(yaml);
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
    } catch (IOException impossible) {
      throw new IllegalStateException("bug: a text in memory cannot be read", impossible);
    }
  }

  /** Of a reference to a part of the file Jackson's tree has the reference's name for a value. */
  private static void refuseReferences(String yaml) throws IOException, MappingException {
    try (YAMLParser parser = YAML.getFactory().createParser(yaml)) {
      while (parser.nextToken() != null) {
        if (parser.isCurrentAlias()) {
          throw new MappingException(
              "line "
                  + parser.currentTokenLocation().getLineNr()
                  + " of the mapping refers to another part of it: write it out");
        }
      }
    }
  }

  private static Mapping mapping(JsonObject json) throws RefusedException {
    json.integer("version", 1, 1);
    CustomerShape customer = customer(json.object("customer"));
    LoanShape loan = loan(json.object("loan"));
    Optional<JsonObject> application = json.optionalObject("application");
    Optional<ApplicationShape> applications =
        application.isPresent() ? Optional.of(application(application.get())) : Optional.empty();
    json.end();
    return new Mapping(customer, loan, applications);
  }

  private static CustomerShape customer(JsonObject json) throws RefusedException {
    Tables tables = tables(json);
    JsonObject reference = json.object("reference");
    ColumnRef column = column(reference, "column", tables);
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
    ColumnRef identityColumn = column(identity, "column", tables);
    String scheme = identity.text("scheme", NAME_MAX);
    if (SubjectScheme.named(scheme).isEmpty()) {
      throw identity.refused("scheme", "an identity scheme of the protocol");
    }
    identity.end();
    json.end();
    return new CustomerShape(tables, column, type, identityColumn, scheme);
  }

  private static LoanShape loan(JsonObject json) throws RefusedException {
    Tables tables = tables(json);
    Optional<JsonObject> lenderOfRecord = json.optionalObject("lenderOfRecord");
    LoanShape shape =
        new LoanShape(
            tables,
            column(json, "customer", tables),
            status(json.object("status"), tables),
            money(json.object("principal"), tables),
            money(json.object("creditLimit"), tables),
            money(json.object("overdueAmount"), tables),
            column(json, "daysPastDue", tables),
            date(json.object("nextDueDate"), tables),
            money(json.object("nextDueAmount"), tables),
            date(json.object("openedOn"), tables),
            lenderOfRecord.isPresent()
                ? Optional.of(record(lenderOfRecord.get(), tables))
                : Optional.empty());
    json.end();
    return shape;
  }

  private static ApplicationShape application(JsonObject json) throws RefusedException {
    Tables tables = tables(json);
    ApplicationShape shape =
        new ApplicationShape(
            tables, column(json, "customer", tables), date(json.object("appliedOn"), tables));
    json.end();
    return shape;
  }

  private static Tables tables(JsonObject json) throws RefusedException {
    JsonObject from = json.object("from");
    Tables tables =
        new Tables(name(from, "schema"), name(from, "table"), name(from, "as"), List.of());
    if (from.has("joins")) {
      for (JsonObject join : from.objects("joins", JOINS_MAX)) {
        tables = tables.with(join(join, tables));
      }
    }
    from.end();
    return tables;
  }

  private static Join join(JsonObject json, Tables before) throws RefusedException {
    boolean optional = json.has("rows");
    if (optional && !json.text("rows", NAME_MAX).equals("optional")) {
      // As an inner join it would pass over rows, and sums would be too small.
      throw json.refused("rows", "`optional`, or left out");
    }
    String alias = name(json, "as");
    if (before.has(alias)) {
      throw json.refused("as", "another name than those of the tables before it");
    }
    Join join =
        new Join(
            name(json, "table"), alias, column(json, "column"), column(json, "equals"), optional);
    // Else each row before would have every row of this table, and sums would be too large.
    if (!isPair(join.left(), join.right(), alias, before)
        && !isPair(join.right(), join.left(), alias, before)) {
      throw json.refused(
          "column", "with `equals` a pair: a column of this table and one of a table before it");
    }
    json.end();
    return join;
  }

  private static boolean isPair(ColumnRef own, ColumnRef other, String alias, Tables before) {
    return own.alias().equals(alias) && before.has(other.alias());
  }

  private static String name(JsonObject json, String name) throws RefusedException {
    String text = json.text(name, NAME_MAX);
    if (!ColumnRef.isName(text)) {
      throw json.refused(name, "a name, without a zero character");
    }
    return text;
  }

  private static ColumnRef column(JsonObject json, String name, Tables tables)
      throws RefusedException {
    ColumnRef column = column(json, name);
    if (!tables.has(column.alias())) {
      throw json.refused(name, "a column of a table of `from`, by the name that `as` gives it");
    }
    return column;
  }

  private static ColumnRef column(JsonObject json, String name) throws RefusedException {
    return ColumnRef.parse(json.text(name, NAME_MAX))
        .orElseThrow(() -> json.refused(name, "written `alias.column`"));
  }

  private static MoneyColumn money(JsonObject json, Tables tables) throws RefusedException {
    MoneyForm form =
        MoneyForm.named(json.text("money", NAME_MAX))
            .orElseThrow(() -> json.refused("money", "`major-decimal` or `minor-integer`"));
    MoneyColumn column = new MoneyColumn(column(json, "column", tables), form);
    json.end();
    return column;
  }

  private static DateColumn date(JsonObject json, Tables tables) throws RefusedException {
    DateForm form =
        DateForm.named(json.text("date", NAME_MAX))
            .orElseThrow(
                () ->
                    json.refused(
                        "date",
                        "`date`, `timestamp`, `timestamptz`, `epoch-seconds`, `yyyymmdd-integer` or `yyyymmdd-text`"));
    DateColumn column = new DateColumn(column(json, "column", tables), form);
    json.end();
    return column;
  }

  private static StatusColumn status(JsonObject json, Tables tables) throws RefusedException {
    JsonObject codes = json.object("codes");
    Map<String, LoanStatus> meanings = new HashMap<>();
    for (String code : codes.names()) {
      meanings.put(
          code,
          LoanStatus.named(codes.text(code, NAME_MAX))
              .orElseThrow(() -> codes.refused(code, "`active`, `closed` or `written-off`")));
    }
    if (!meanings.containsValue(LoanStatus.ACTIVE)) {
      // Nobody would owe anything.
      throw json.refused("codes", "codes of which at least one is `active`");
    }
    StatusColumn column = new StatusColumn(column(json, "column", tables), meanings);
    json.end();
    return column;
  }

  private static RecordColumn record(JsonObject json, Tables tables) throws RefusedException {
    RecordColumn column =
        new RecordColumn(
            column(json, "column", tables),
            json.texts("yes", CODES_MAX, NAME_MAX),
            json.texts("no", CODES_MAX, NAME_MAX));
    if (column.yes().isEmpty()) {
      // No loan would count.
      throw json.refused("yes", "a list of at least one code");
    }
    if (!Collections.disjoint(column.yes(), column.no())) {
      // The loan would count twice, here and at the lender of record.
      throw json.refused("no", "a list without a code of `yes`");
    }
    json.end();
    return column;
  }
}
