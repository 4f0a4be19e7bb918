package io.heji.gateway.roster;

import io.heji.crypto.Bytes;
import io.heji.policy.adoption.AdoptedDocuments;
import io.heji.protocol.document.SignedDocuments;
import io.heji.protocol.problem.RefusedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * The signed documents, the same for every asker. They hold nothing of any person, and whoever gets
 * them verifies them.
 */
@Path("/v1/documents")
public class DocumentsResource {
  private final AdoptedDocuments documents;
  // Written by whoever first serves new documents; two that do write the same.
  private volatile @Nullable Body body;

  public DocumentsResource(AdoptedDocuments documents) {
    this.documents = documents;
  }

  @GET
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Directory, policy, roster and key statements as they were signed",
      description =
          "Verify them against the regulators' keys pinned at install; nothing needs to be believed because it came from here.")
  @APIResponse(
      responseCode = "200",
      description =
          "`directory`, `policy`: JWS general JSON serialization; `roster`, `keyStatements`: JWS compact",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema =
                  @Schema(
                      type = SchemaType.OBJECT,
                      requiredProperties = {"directory", "policy", "roster", "keyStatements"},
                      properties = {
                        @SchemaProperty(name = "directory", type = SchemaType.STRING),
                        @SchemaProperty(name = "policy", type = SchemaType.STRING),
                        @SchemaProperty(name = "roster", type = SchemaType.STRING),
                        @SchemaProperty(
                            name = "keyStatements",
                            type = SchemaType.ARRAY,
                            implementation = String.class)
                      })))
  public byte[] documents() throws RefusedException {
    SignedDocuments now = documents.held().federation().documents();
    Body last = body;
    // Cheap while it is the same: equality of the same texts looks at no character.
    if (last == null || !last.of().equals(now)) {
      last = new Body(now, Bytes.utf8(now.toJson()));
      body = last;
    }
    return last.json().toByteArray();
  }

  /** Documents as they are served: megabytes, so serialised once. */
  private record Body(SignedDocuments of, Bytes json) {}
}
