package io.factorscope.versions;

import io.factorscope.v1.VersionHeader;

/**
 * A version that is about to be committed.
 *
 * @param header all but the number of chunks
 * @param atoms row-major {@code [factors][width]}, unit rows
 */
public record NewVersion(VersionHeader header, float[] atoms) {}
