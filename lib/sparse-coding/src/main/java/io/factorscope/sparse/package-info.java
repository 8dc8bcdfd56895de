/**
 * Exact sparse codes with a certificate: {@code argmin over a >= 0 of 0.5 ||x - D a||^2 + lambda
 * sum(a)}, every code with a proven relative duality gap of at most 1e-4.
 *
 * <p>Codes depend on the state, the dictionary and lambda alone: the same bits come out for any
 * batch split, number of threads, vector width, with or without the Vector API, interpreted or
 * compiled.
 */
@NullMarked
package io.factorscope.sparse;

import org.jspecify.annotations.NullMarked;
