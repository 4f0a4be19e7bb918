package io.heji.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.heji.crypto.group.Element;
import io.heji.gateway.query.QueryResource;
import io.heji.gateway.roster.DocumentsResource;
import io.heji.gateway.token.EvaluationResource;
import io.heji.protocol.Limits;
import io.heji.protocol.problem.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/protocol/openapi.yaml}, from which others generate clients, says what the resources
 * are, what their bodies hold, the limits and the problems.
 */
class OpenApiPageTest {
  private static final java.nio.file.Path PAGE =
      java.nio.file.Path.of("..", "docs", "protocol", "openapi.yaml");
  private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target", "classes");
  private static final List<Class<?>> RESOURCES =
      List.of(DocumentsResource.class, EvaluationResource.class, QueryResource.class);

  /** Methods that the framework, and not a problem's type, refuses with a status of its own. */
  private static final List<Integer> STATUSES_OF_HTTP = List.of(405, 406, 415);

  private final JsonNode page = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(PAGE.toFile());
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  @Test
  void theResourcesAreAllThatAreServed() throws Exception {
    try (Stream<java.nio.file.Path> files = Files.walk(CLASSES)) {
      List<String> served =
          files
              .map(file -> CLASSES.relativize(file).toString().replace('/', '.'))
              .filter(name -> name.endsWith("Resource.class"))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .toList();
      assertThat(served)
          .containsExactlyInAnyOrderElementsOf(RESOURCES.stream().map(Class::getName).toList());
    }
  }

  @Test
  void pathsMethodsMediaTypesAndTokensAreThoseOfTheResources() {
    Map<String, String> served = new TreeMap<>();
    operations().forEach((place, method) -> served.put(place, traits(method)));
    Map<String, String> described = new TreeMap<>();
    described().forEach((place, operation) -> described.put(place, traits(operation)));

    assertThat(described).isEqualTo(served);
  }

  private static String traits(Method method) {
    Consumes consumes = method.getAnnotation(Consumes.class);
    return traits(
        consumes == null ? List.of() : List.of(consumes.value()),
        List.of(method.getAnnotation(Produces.class).value()),
        Arrays.stream(method.getParameters())
            .anyMatch(p -> p.isAnnotationPresent(HeaderParam.class)));
  }

  private String traits(JsonNode operation) {
    return traits(
        names(operation.path("requestBody").path("content")),
        names(resolved(operation.path("responses").path("200")).path("content")),
        operation.has("security"));
  }

  private static String traits(List<String> takes, List<String> gives, boolean token) {
    return "takes %s, gives %s, access token %s".formatted(takes, gives, token);
  }

  @Test
  void bodiesHoldWhatTheResourcesDeclare() {
    Map<String, Method> operations = operations();
    described()
        .forEach(
            (place, operation) -> {
              Method method = Objects.requireNonNull(operations.get(place), place);
              RequestBody body = method.getAnnotation(RequestBody.class);
              assertThat(required(operation.path("requestBody")))
                  .as("request of " + place)
                  .isEqualTo(
                      body == null
                          ? List.of()
                          : List.of(body.content()[0].schema().requiredProperties()));
              assertThat(required(operation.path("responses").path("200")))
                  .as("answer of " + place)
                  .isEqualTo(answered(method));
            });
  }

  private static List<String> answered(Method method) {
    return Arrays.stream(method.getAnnotationsByType(APIResponse.class))
        .filter(response -> response.responseCode().equals("200"))
        .flatMap(response -> Arrays.stream(response.content()))
        .flatMap(content -> Arrays.stream(content.schema().requiredProperties()))
        .toList();
  }

  /** The members of a JSON body; strict reading demands that no others are let in. */
  private List<String> required(JsonNode holder) {
    if (holder.isMissingNode()) {
      return List.of();
    }
    JsonNode schema =
        resolved(resolved(holder).path("content").path("application/json").path("schema"));
    assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
    assertThat(schema.path("additionalProperties").asBoolean()).isFalse();
    List<String> required = texts(schema.path("required"));
    assertThat(names(schema.path("properties"))).containsExactlyInAnyOrderElementsOf(required);
    return required;
  }

  @Test
  void limitsAreThoseOfTheCode() {
    JsonNode documents = schema("Documents").path("properties");
    assertThat(documents.path("directory").path("maxLength").asInt())
        .isEqualTo(Limits.DOCUMENT_LENGTH_MAX);
    assertThat(documents.path("policy").path("maxLength").asInt())
        .isEqualTo(Limits.DOCUMENT_LENGTH_MAX);
    assertThat(documents.path("roster").path("maxLength").asInt())
        .isEqualTo(Limits.DOCUMENT_LENGTH_MAX);
    assertThat(documents.path("keyStatements").path("items").path("maxLength").asInt())
        .isEqualTo(Limits.DOCUMENT_LENGTH_MAX);
    assertThat(documents.path("keyStatements").path("maxItems").asInt())
        .isEqualTo(Limits.MEMBERS_MAX + Limits.TOKENISERS_MAX);
    assertThat(schema("CompactJws").path("maxLength").asInt()).isEqualTo(Limits.JWS_LENGTH_MAX);
    JsonNode evaluation = schema("EvaluationCall").path("properties");
    int elements = base64Length(Limits.SUBJECTS_MAX * Element.SIZE_BYTES);
    assertThat(evaluation.path("request").path("maxLength").asInt())
        .isEqualTo(GatewayLimits.EVALUATION_REQUEST_LENGTH_MAX);
    assertThat(evaluation.path("elements").path("maxLength").asInt()).isEqualTo(elements);
    JsonNode answers = schema("EvaluationAnswers").path("properties").path("answers");
    assertThat(answers.path("maxItems").asInt()).isEqualTo(Limits.TOKENISERS_MAX);
    JsonNode answer = answers.path("items").path("properties");
    assertThat(answer.path("elements").path("maxLength").asInt()).isEqualTo(elements);
    assertThat(answer.path("proof").path("minLength").asInt())
        .isEqualTo(base64Length(Limits.PROOF_BYTES));
    assertThat(answer.path("proof").path("maxLength").asInt())
        .isEqualTo(base64Length(Limits.PROOF_BYTES));
    JsonNode query = schema("QueryCall").path("properties");
    assertThat(query.path("query").path("maxLength").asInt())
        .isEqualTo(GatewayLimits.QUERY_LENGTH_MAX);
    assertThat(query.path("sealed").path("maxProperties").asInt()).isEqualTo(Limits.MEMBERS_MAX);
    assertThat(query.path("sealed").path("additionalProperties").path("maxLength").asInt())
        .isEqualTo(base64Length(Limits.SEALED_MAX_BYTES));
  }

  @Test
  void patternsAreThoseOfTheCode() {
    assertThat(schema("Id").path("pattern").asText())
        .isEqualTo("^[a-z0-9]([a-z0-9-]{0," + (Limits.ID_LENGTH_MAX - 2) + "}[a-z0-9])?$");
    assertThat("01a20a92-2d0c-77db-8cef-580283a4bf03")
        .hasSize(Limits.JTI_LENGTH)
        .matches(schema("Jti").path("pattern").asText());
    assertThat(schema("CompactJws").path("pattern").asText())
        .contains("{" + base64Length(Limits.SIGNATURE_BYTES) + "}");
  }

  private static int base64Length(int bytes) {
    return Math.ceilDiv(bytes * 4, 3);
  }

  @Test
  void problemsAreTheClosedListWithItsStatuses() {
    JsonNode problem = page.at("/components/responses/Problem/content/application~1problem+json");
    JsonNode members = problem.path("schema").path("properties");
    List<ProblemType> sent =
        Arrays.stream(ProblemType.values()).filter(type -> type != ProblemType.UNKNOWN).toList();

    assertThat(texts(members.path("type").path("enum")))
        .containsExactlyElementsOf(sent.stream().map(type -> type.uri().toString()).toList());
    List<Integer> statuses = new ArrayList<>();
    members.path("status").path("enum").forEach(status -> statuses.add(status.asInt()));
    assertThat(statuses)
        .containsExactlyElementsOf(
            Stream.concat(sent.stream().map(ProblemType::httpStatus), STATUSES_OF_HTTP.stream())
                .distinct()
                .sorted()
                .toList());
    JsonNode example = problem.path("examples").path("quota").path("value");
    ProblemType type = ProblemType.ofUri(example.path("type").asText());
    assertThat(type).isNotEqualTo(ProblemType.UNKNOWN);
    assertThat(example.path("status").asInt()).isEqualTo(type.httpStatus());
    assertThat(example.path("title").asText()).isEqualTo(type.title());
  }

  /** Every operation of the page by `method path`. */
  private Map<String, JsonNode> described() {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : page.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        operations.put(operation.getKey() + " " + path.getKey(), operation.getValue());
      }
    }
    return operations;
  }

  /** Every method of the resources by `method path`. */
  private static Map<String, Method> operations() {
    Map<String, Method> operations = new TreeMap<>();
    for (Class<?> resource : RESOURCES) {
      for (Method method : resource.getDeclaredMethods()) {
        for (Class<? extends Annotation> verb : List.of(GET.class, POST.class)) {
          if (method.isAnnotationPresent(verb)) {
            Path own = method.getAnnotation(Path.class);
            String path = resource.getAnnotation(Path.class).value();
            String place = path + (own == null ? "" : own.value());
            operations.put(verb.getSimpleName().toLowerCase(Locale.ROOT) + " " + place, method);
          }
        }
      }
    }
    return operations;
  }

  private JsonNode schema(String name) {
    JsonNode schema = page.path("components").path("schemas").path(name);
    assertThat(schema.isObject()).as(name).isTrue();
    return schema;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? page.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
