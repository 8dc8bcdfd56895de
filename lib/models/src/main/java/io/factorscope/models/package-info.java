/**
 * The models that can be had by name, and how they are fetched and kept.
 *
 * <p>Every failure that has to do with a model or its files is a {@link
 * io.factorscope.models.ModelException} naming the file, the cause and the remedy.
 */
@NullMarked
package io.factorscope.models;

import org.jspecify.annotations.NullMarked;
