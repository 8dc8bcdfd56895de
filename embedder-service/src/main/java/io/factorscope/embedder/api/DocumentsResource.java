package io.factorscope.embedder.api;

import io.factorscope.edge.calls.CallErrors;
import io.factorscope.edge.calls.HttpGate;
import io.factorscope.edge.calls.RetryLaterException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** {@code POST /v1/documents}: documents as NDJSON, one a line, streamed. */
@Path("/v1/documents")
public class DocumentsResource {

  private static final Logger LOG = Logger.getLogger(DocumentsResource.class);

  private final ReadyParts parts;
  private final CallErrors errors;

  DocumentsResource(ReadyParts parts, CallErrors errors) {
    this.parts = parts;
    this.errors = errors;
  }

  /**
   * Takes documents in, and answers with an {@link IngestionReport}: 200, or 400 if no line was a
   * document or the body could not be read to its end; 415 if it is packed other than with gzip;
   * 429 or 503 with Retry-After if they could not all be committed now.
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response ingest(InputStream body, @Context HttpHeaders headers)
      throws InterruptedException {
    List<String> encodings = headers.getRequestHeader(HttpHeaders.CONTENT_ENCODING);
    Optional<InputStream> unpacked = ContentEncoding.unpacked(body, encodings);
    return unpacked.isPresent() ? ingest(unpacked.get()) : unsupported(encodings);
  }

  private Response ingest(InputStream body) throws InterruptedException {
    NdjsonIngestion ingestion = new NdjsonIngestion(parts.ingestion(), body);
    try {
      ingestion.run();
    } catch (RetryLaterException e) {
      return errors.http(e, ingestion.report(e.getMessage()));
    }
    String broken = ingestion.broken();
    if (broken != null) {
      LOG.debugf("A body of documents could not be read: %s", broken);
    }
    IngestionReport report = ingestion.report(broken);
    boolean nothingGood = report.accepted() == 0 && report.rejected() > 0;
    boolean bad = broken != null || nothingGood;
    Response.ResponseBuilder response =
        Response.status(bad ? Response.Status.BAD_REQUEST : Response.Status.OK).entity(report);
    return (broken == null ? response : HttpGate.leaveUnread(response)).build();
  }

  private static Response unsupported(List<String> encodings) {
    String error =
        "Content-Encoding: is %s, must be gzip or identity".formatted(String.join(", ", encodings));
    return Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE)
        .header(HttpHeaders.ACCEPT_ENCODING, ContentEncoding.ACCEPTED)
        .entity(IngestionReport.unread(error))
        .build();
  }
}
