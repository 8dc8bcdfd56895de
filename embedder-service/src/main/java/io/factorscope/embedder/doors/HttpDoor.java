package io.factorscope.embedder.doors;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** Brings HTTP calls to the doorkeeper, and says no to them in HTTP's words. */
@Singleton
class HttpDoor {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVICE_UNAVAILABLE = 503;

  private final Doorkeeper doorkeeper;

  HttpDoor(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
  }

  @ServerRequestFilter
  void admit(ContainerRequestContext request, SimpleResourceInfo resource) {
    // The method's name, not the path: a label of unbounded values would be a leak.
    doorkeeper.admit(request.getMethod() + " " + resource.getMethodName());
  }

  @ServerExceptionMapper
  Response refuse(NotNowException e) {
    return notNow(e, Map.of("error", String.valueOf(e.getMessage())));
  }

  /** What the client still sends is not read: by HTTP/1.1 only the connection's end says so. */
  @ServerResponseFilter
  void closeUnread(ContainerResponseContext response, HttpServerRequest request) {
    int status = response.getStatus();
    boolean brokenOff =
        response.getEntity() instanceof IngestionReport report && report.error() != null;
    boolean unread = brokenOff || status == TOO_MANY_REQUESTS || status == SERVICE_UNAVAILABLE;
    // HTTP/2 forbids the header, and clients call the whole answer malformed.
    if (unread && request.version() != HttpVersion.HTTP_2) {
      response.getHeaders().putSingle("Connection", "close");
    }
  }

  /** The answer for a call that should come again. */
  static Response notNow(NotNowException e, Object body) {
    int status =
        switch (e.kind()) {
          case AWAY -> SERVICE_UNAVAILABLE;
          case FULL -> TOO_MANY_REQUESTS;
        };
    return Response.status(status)
        .header(HttpHeaders.RETRY_AFTER, Math.max(1, e.retryAfter().toSeconds()))
        .entity(body)
        .build();
  }
}
