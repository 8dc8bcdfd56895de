/**
 * The whole stream, run as users run it, and what it promises recounted from what the topics hold.
 */
@NullMarked
package io.factorscope.standalone.stream;

import org.jspecify.annotations.NullMarked;
