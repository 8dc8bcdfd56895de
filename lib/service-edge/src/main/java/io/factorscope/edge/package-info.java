/**
 * What services share around their stages: {@link io.factorscope.edge.ServiceMain the process},
 * {@link io.factorscope.edge.ServiceLifecycle start and end}, health, how Kafka is reached. A
 * service adds its {@link io.factorscope.edge.Service composition root} and its own settings.
 */
@NullMarked
package io.factorscope.edge;

import org.jspecify.annotations.NullMarked;
