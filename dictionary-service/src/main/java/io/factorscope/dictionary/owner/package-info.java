/**
 * The owner of a partition of the evidence: reads what the writers of its dictionaries need,
 * commits what they answer, each change in one transaction, and says what it does.
 */
@NullMarked
package io.factorscope.dictionary.owner;

import org.jspecify.annotations.NullMarked;
