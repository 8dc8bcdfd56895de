package io.factorscope.wire;

import io.factorscope.v1.EvidencePolicy;

/**
 * Which documents are held out: measured, never learned from. All parts and revisions of a document
 * fall on the same side, as its id decides.
 */
public final class HeldOut {

  private HeldOut() {}

  public static boolean contains(String documentId, EvidencePolicy policy) {
    int modulus = policy.getHeldOutModulus();
    return modulus > 0
        && Long.remainderUnsigned(Hashes.of(documentId, policy.getSalt()), modulus) == 0;
  }
}
