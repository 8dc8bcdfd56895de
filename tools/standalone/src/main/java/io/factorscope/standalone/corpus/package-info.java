/**
 * What is streamed: files, folders, standard input, or the speeches that come with the build.
 *
 * <p>Every corpus is read lazily, a document at a time, so that none need fit into memory and the
 * first documents are on their way while the rest is still to be read. The built-in one is small
 * and is read at once.
 */
@NullMarked
package io.factorscope.standalone.corpus;

import org.jspecify.annotations.NullMarked;
