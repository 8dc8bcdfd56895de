/**
 * The command line of one machine: {@code up}, {@code status}, {@code versions}, {@code ingest},
 * {@code audit}, {@code clean}.
 *
 * <p>A command here reads its options and hands over: {@code up} runs it, {@code machine} are the
 * processes, {@code corpus} and {@code ingest} what is streamed, {@code progress} and {@code
 * versions} what is shown, {@code audit} what is counted.
 */
@NullMarked
package io.factorscope.standalone;

import org.jspecify.annotations.NullMarked;
