/**
 * Documents to parts that fit a record, and texts to windows of word-pieces that fit the model.
 * Spans are absolute: UTF-16 offsets in the whole document, also where it travels in parts.
 */
@NullMarked
package io.factorscope.embedder.windows;

import org.jspecify.annotations.NullMarked;
