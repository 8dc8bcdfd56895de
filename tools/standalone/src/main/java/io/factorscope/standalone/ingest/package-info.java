/**
 * Sends a corpus to the embedder's HTTP API, each document once.
 *
 * <p>A batch is sent again from where the API stopped, never as a whole: the answer says how many
 * documents of it are committed. Status 429 slows the sender down; little is read ahead of what the
 * API takes.
 */
@NullMarked
package io.factorscope.standalone.ingest;

import org.jspecify.annotations.NullMarked;
