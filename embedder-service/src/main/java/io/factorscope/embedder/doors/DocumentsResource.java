package io.factorscope.embedder.doors;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.logging.Logger;

/** {@code POST /v1/documents}: documents as NDJSON, one a line, streamed. */
@Path("/v1/documents")
public class DocumentsResource {

  private static final Logger LOG = Logger.getLogger(DocumentsResource.class);

  private final DoorParts parts;

  DocumentsResource(DoorParts parts) {
    this.parts = parts;
  }

  /**
   * Takes documents in, and answers with an {@link IngestionReport}: 200, or 400 if no line was a
   * document; 429 or 503 with Retry-After if they could not all be committed now.
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response ingest(InputStream body) throws InterruptedException {
    NdjsonIngestion ingestion = new NdjsonIngestion(parts.ingestion(), body);
    try {
      ingestion.run();
      IngestionReport report = ingestion.report(null);
      boolean nothingGood = report.accepted() == 0 && report.rejected() > 0;
      return Response.status(nothingGood ? Response.Status.BAD_REQUEST : Response.Status.OK)
          .entity(report)
          .build();
    } catch (NotNowException e) {
      return HttpDoor.notNow(e, ingestion.report(e.getMessage()));
    } catch (IOException e) {
      LOG.debugf(e, "A sender of documents broke off");
      return Response.status(Response.Status.BAD_REQUEST)
          .entity(ingestion.report("The body could not be read: " + e.getMessage()))
          .build();
    }
  }
}
