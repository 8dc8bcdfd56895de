package io.factorscope.documents;

/** A document breaks a rule; the message names the field, its value and the limit, in one line. */
public final class InvalidDocumentException extends Exception {

  private static final long serialVersionUID = 1L;

  public InvalidDocumentException(String message) {
    super(message);
  }
}
