/**
 * Sends a corpus through the embedder's HTTP door, each document once.
 *
 * <p>A batch is sent again from where the door stopped, never as a whole: the door says how many
 * documents of it are committed. The door's answer 429 slows the sender down; little is read ahead
 * of what the door takes.
 */
@NullMarked
package io.factorscope.standalone.ingest;

import org.jspecify.annotations.NullMarked;
