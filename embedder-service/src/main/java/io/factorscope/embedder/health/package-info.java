/** What the service says of its own state. */
@NullMarked
package io.factorscope.embedder.health;

import org.jspecify.annotations.NullMarked;
