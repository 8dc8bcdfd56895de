/**
 * Reading and writing of what the messages carry as packed bytes, and the rules that all services
 * share.
 */
@NullMarked
package io.factorscope.wire;

import org.jspecify.annotations.NullMarked;
