package io.factorscope.edge.calls;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** Brings HTTP calls to the gate, and says no to them in HTTP's words. */
@Singleton
public class HttpGate {

  private static final String CONNECTION = "Connection";

  private final CallGate gate;
  private final CallErrors errors;

  HttpGate(CallGate gate, CallErrors errors) {
    this.gate = gate;
    this.errors = errors;
  }

  /** Before a resource is called. */
  @ServerRequestFilter
  public void admit(ContainerRequestContext request, SimpleResourceInfo resource) {
    // The method's name, not the path: a label of unbounded values would be a leak.
    gate.admit(request.getMethod() + " " + resource.getMethodName());
  }

  /** Answers a call that a resource or the gate refused. */
  @ServerExceptionMapper({RetryLaterException.class, InvalidRequestException.class})
  public Response refuse(RuntimeException e) {
    return errors.http(e, Map.of("error", String.valueOf(e.getMessage())));
  }

  /** What the client still sends is not read: by HTTP/1.1 only the connection's end says so. */
  public static Response.ResponseBuilder leaveUnread(Response.ResponseBuilder response) {
    return response.header(CONNECTION, "close");
  }

  /** HTTP/2 forbids the header, and clients call the whole answer malformed. */
  @ServerResponseFilter
  public void keepHttp2(ContainerResponseContext response, HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      response.getHeaders().remove(CONNECTION);
    }
  }
}
