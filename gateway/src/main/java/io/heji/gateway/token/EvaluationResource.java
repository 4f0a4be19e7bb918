package io.heji.gateway.token;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.group.Element;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.identity.BankRequests;
import io.heji.gateway.identity.OpenCall;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.Limits;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.heji.protocol.token.EvaluationAnswer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Round 1 for banks. */
@Path("/v1/evaluations")
public class EvaluationResource {
  private final BankRequests requests;
  private final EvaluationRelay relay;
  private final WireCapture capture;

  public EvaluationResource(BankRequests requests, EvaluationRelay relay, WireCapture capture) {
    this.requests = requests;
    this.relay = relay;
    this.capture = capture;
  }

  @POST
  @RunOnVirtualThread
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Have blinded elements evaluated by every tokeniser",
      description =
          "`request` is a JWS (typ `evaluation-request+jwt`) over the SHA-256 of the elements;"
              + " `elements` are 1 to 1,000 compressed points of P-256, 33 bytes each,"
              + " concatenated, base64url without padding. Needs an access token.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema =
                  @Schema(
                      type = SchemaType.OBJECT,
                      requiredProperties = {"request", "elements"},
                      properties = {
                        @SchemaProperty(name = "request", type = SchemaType.STRING),
                        @SchemaProperty(name = "elements", type = SchemaType.STRING)
                      }),
              examples =
                  @ExampleObject(
                      name = "one element",
                      value =
                          "{\"request\":\"eyJhbGciOiJFUzI1NiIs…\",\"elements\":\"At0FkQHjC7Mabq4YKP2NDknjWkhrXF1LSZQBNkjAEnfa\"}")))
  @APIResponse(
      responseCode = "200",
      description =
          "One answer a tokeniser: evaluated elements in request order and a 64-byte proof",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema =
                  @Schema(
                      type = SchemaType.OBJECT,
                      requiredProperties = "answers",
                      properties =
                          @SchemaProperty(
                              name = "answers",
                              type = SchemaType.ARRAY,
                              implementation = Object.class)),
              examples =
                  @ExampleObject(
                      name = "answers",
                      value =
                          "{\"answers\":[{\"tokeniser\":\"tokeniser-operator\",\"elements\":\"…\",\"proof\":\"…\"}]}")))
  @APIResponse(
      responseCode = "4XX",
      description = "A problem of the closed list (RFC 9457)",
      content = @Content(mediaType = "application/problem+json"))
  @APIResponse(
      responseCode = "5XX",
      description = "A problem of the closed list (RFC 9457)",
      content = @Content(mediaType = "application/problem+json"))
  public String evaluate(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, InputStream body)
      throws RefusedException, IOException {
    return requests.answer(authorization, body, this::evaluate);
  }

  private String evaluate(OpenCall call, JsonObject json) throws RefusedException {
    String request = json.text("request", GatewayLimits.EVALUATION_REQUEST_LENGTH_MAX);
    Bytes elements = json.bytesUpTo("elements", Limits.HTTP_BODY_MAX_BYTES);
    json.end();
    if (elements.size() > Limits.SUBJECTS_MAX * Element.SIZE_BYTES) {
      throw new RefusedException(
          ProblemType.BATCH_TOO_LARGE, "more than " + Limits.SUBJECTS_MAX + " elements");
    }
    if (capture.isOn()) {
      capture.saw(
          "evaluation-request", Map.of("bank", call.caller().value(), "elements", elements.hex()));
    }
    return body(relay.relay(call, request, elements));
  }

  private static String body(List<EvaluationAnswer> answers) {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("answers");
    for (EvaluationAnswer answer : answers) {
      list.addObject()
          .put("tokeniser", answer.tokeniser().value())
          .put("elements", answer.elements().base64Url())
          .put("proof", answer.proof().base64Url());
    }
    return Json.encode(json).asUtf8();
  }
}
