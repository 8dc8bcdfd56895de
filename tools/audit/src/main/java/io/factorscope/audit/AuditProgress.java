package io.factorscope.audit;

/**
 * How far an audit is.
 *
 * @param measured when, milliseconds since 1970
 * @param behind records that are there and not read yet
 * @param texts records of texts that were read
 * @param pending those that are not answered in full yet
 * @param codes that were read
 * @param lost so far, in hidden states
 * @param doubled so far, in hidden states
 */
public record AuditProgress(
    long measured, long behind, long texts, long pending, long codes, long lost, long doubled) {

  /** Whether all that was there is read, and answered. */
  public boolean settled() {
    return behind == 0 && pending == 0;
  }
}
