/**
 * Text to word-pieces: BERT's tokenizer, read from a Hugging Face {@code tokenizer.json}.
 *
 * <p>All types here are immutable and may be shared by threads.
 */
@NullMarked
package io.factorscope.embedder.tokens;

import org.jspecify.annotations.NullMarked;
