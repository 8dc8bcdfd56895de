package io.factorscope.edge.calls;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.reflection.service.ReflectionServiceV1;
import io.quarkus.grpc.reflection.service.ReflectionServiceV1alpha;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All methods that the application serves: those of its beans, of health and of reflection, behind
 * its own global interceptors.
 */
@Singleton
class GrpcMethods {

  private final Map<String, ServerMethodDefinition<?, ?>> methods = new HashMap<>();

  GrpcMethods(
      @GrpcService Instance<BindableService> beans, @Any Instance<ServerInterceptor> interceptors) {
    List<ServerInterceptor> global =
        interceptors
            .handlesStream()
            .filter(
                each -> each.getBean().getBeanClass().isAnnotationPresent(GlobalInterceptor.class))
            .<ServerInterceptor>map(Instance.Handle::get)
            .toList();
    for (ServerServiceDefinition service : services(beans)) {
      for (ServerMethodDefinition<?, ?> method :
          ServerInterceptors.intercept(service, global).getMethods()) {
        methods.put(method.getMethodDescriptor().getFullMethodName(), method);
      }
    }
  }

  private static List<ServerServiceDefinition> services(Instance<BindableService> beans) {
    List<ServerServiceDefinition> services = new ArrayList<>();
    beans.forEach(bean -> services.add(bean.bindService()));
    List<ServerServiceDefinition> described = List.copyOf(services);
    services.add(new ReflectionServiceV1(described).bindService());
    services.add(new ReflectionServiceV1alpha(described).bindService());
    return services;
  }

  /**
   * The method, or null if there is none of this name.
   *
   * @param name e.g. {@code factorscope.v1.Dictionaries/Get}
   */
  @Nullable ServerMethodDefinition<?, ?> named(String name) {
    return methods.get(name);
  }
}
