/**
 * Documents as people bring them: bytes become lines in bounded memory, lines become documents, and
 * what is none is refused with its place and the reason. One rule for the command line and the API.
 *
 * <p>A text is UTF-8. A byte order mark before it is dropped. Bytes that are no UTF-8, and halves
 * of surrogate pairs that JSON can spell, become U+FFFD in texts and sources, counted; in an id
 * they are refused, since two ids could become one. An input that is another encoding, by its
 * beginning, is refused as a whole.
 */
@NullMarked
package io.factorscope.documents;

import org.jspecify.annotations.NullMarked;
