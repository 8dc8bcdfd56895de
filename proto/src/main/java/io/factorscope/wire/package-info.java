/**
 * Checks, unpacks and packs messages, and holds the rules, names and limits of the contract that
 * all services share.
 */
@NullMarked
package io.factorscope.wire;

import org.jspecify.annotations.NullMarked;
