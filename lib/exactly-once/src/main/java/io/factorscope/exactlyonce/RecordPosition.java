package io.factorscope.exactlyonce;

/** Where a record came to lie. */
public record RecordPosition(int partition, long offset) {}
