package io.heji.gateway.query;

import io.heji.crypto.Bytes;
import io.heji.gateway.GatewayLimits;
import io.heji.gateway.identity.AccessTokens;
import io.heji.gateway.identity.BankRequests;
import io.heji.gateway.identity.OpenCall;
import io.heji.link.capture.WireCapture;
import io.heji.protocol.Limits;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.Json;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.ProblemType;
import io.heji.protocol.problem.RefusedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
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

/** Round 2 for banks. */
@Path("/v1/queries")
public class QueryResource {
  private final BankRequests requests;
  private final AccessTokens accessTokens;
  private final QueryCoordinator coordinator;
  private final WireCapture capture;

  public QueryResource(
      BankRequests requests,
      AccessTokens accessTokens,
      QueryCoordinator coordinator,
      WireCapture capture) {
    this.requests = requests;
    this.accessTokens = accessTokens;
    this.coordinator = coordinator;
    this.capture = capture;
  }

  @POST
  @RunOnVirtualThread
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Ask what subjects owe in total",
      description =
          "`query` is a JWS (typ `exposure-query+jwt`); `sealed` holds for each summed platform the"
              + " tokens sealed to it (HPKE, enc ‖ ct, base64url without padding), exactly those"
              + " whose hashes the query names. Needs an access token of the query's issuer.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema =
                  @Schema(
                      type = SchemaType.OBJECT,
                      requiredProperties = {"query", "sealed"},
                      properties = {
                        @SchemaProperty(name = "query", type = SchemaType.STRING),
                        @SchemaProperty(
                            name = "sealed",
                            type = SchemaType.OBJECT,
                            additionalProperties = String.class)
                      }),
              examples =
                  @ExampleObject(
                      name = "three platforms",
                      value =
                          "{\"query\":\"eyJhbGciOiJFUzI1NiIs…\",\"sealed\":{\"platform-a\":\"…\",\"platform-b\":\"…\",\"platform-c\":\"…\"}}")))
  @APIResponse(
      responseCode = "200",
      description = "The signed disclosure (JWS, typ `disclosure+jwt`)",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema =
                  @Schema(
                      type = SchemaType.OBJECT,
                      requiredProperties = "disclosure",
                      properties = @SchemaProperty(name = "disclosure", type = SchemaType.STRING)),
              examples =
                  @ExampleObject(
                      name = "answer",
                      value = "{\"disclosure\":\"eyJhbGciOiJFUzI1NiIs…\"}")))
  @APIResponse(
      responseCode = "4XX",
      description = "A problem of the closed list (RFC 9457)",
      content = @Content(mediaType = "application/problem+json"))
  @APIResponse(
      responseCode = "5XX",
      description = "A problem of the closed list (RFC 9457)",
      content = @Content(mediaType = "application/problem+json"))
  public String ask(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, InputStream body)
      throws RefusedException, IOException {
    return requests.answer(authorization, body, this::ask);
  }

  private String ask(OpenCall call, JsonObject json) throws RefusedException {
    String query = json.text("query", GatewayLimits.QUERY_LENGTH_MAX);
    JsonObject blobs = json.object("sealed");
    json.end();
    if (blobs.names().size() > Limits.MEMBERS_MAX) {
      throw new RefusedException(
          ProblemType.MALFORMED_REQUEST,
          "`sealed` must have at most " + Limits.MEMBERS_MAX + " members");
    }
    Map<PartyId, Bytes> byMember = new HashMap<>();
    for (String member : blobs.names()) {
      Bytes blob = blobs.bytesUpTo(member, Limits.HTTP_BODY_MAX_BYTES);
      if (blob.size() > Limits.SEALED_MAX_BYTES) {
        throw new RefusedException(ProblemType.BATCH_TOO_LARGE, "a sealed blob is too large");
      }
      byMember.put(PartyId.parse(member), blob);
    }
    if (capture.isOn()) {
      Map<String, String> seen = new HashMap<>();
      seen.put("bank", call.caller().value());
      seen.put("query", query);
      byMember.forEach((member, blob) -> seen.put("sealed." + member, blob.hex()));
      capture.saw("exposure-query", seen);
    }
    return body(coordinator.answer(call, query, byMember));
  }

  @GET
  @Path("/{jti}")
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Fetch the answer to an earlier query again",
      description =
          "Only the bank that asked gets it, until policy's retention ends. Needs an access token.")
  @APIResponse(
      responseCode = "200",
      description = "The signed disclosure, the same bytes as before",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema =
                  @Schema(
                      type = SchemaType.OBJECT,
                      requiredProperties = "disclosure",
                      properties = @SchemaProperty(name = "disclosure", type = SchemaType.STRING))))
  @APIResponse(
      responseCode = "4XX",
      description = "A problem of the closed list (RFC 9457)",
      content = @Content(mediaType = "application/problem+json"))
  public String fetchAgain(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("jti") String jti)
      throws RefusedException {
    PartyId bank = accessTokens.bank(authorization);
    return body(coordinator.fetchAgain(bank, jti));
  }

  private static String body(String disclosure) {
    return Json.encode(Json.object().put("disclosure", disclosure)).asUtf8();
  }
}
