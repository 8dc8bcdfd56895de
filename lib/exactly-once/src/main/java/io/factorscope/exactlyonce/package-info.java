/**
 * The Kafka step: consume, work, produce, in one transaction.
 *
 * <p>Everything a service reads is read committed, and the offsets of what it has read are
 * committed together with what it made of it. A crash at any instant leaves either both or neither.
 * One {@link TransactionalStep} is one thread, one consumer and one transactional producer; {@link
 * Work} sees records and an {@link Output}, never Kafka's clients.
 */
@NullMarked
package io.factorscope.exactlyonce;

import org.jspecify.annotations.NullMarked;
