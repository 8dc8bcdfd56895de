/** The command line of the audit: alone as a job, or as a part of another command line. */
@NullMarked
package io.factorscope.audit.command;

import org.jspecify.annotations.NullMarked;
