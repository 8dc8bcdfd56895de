package io.factorscope.exactlyonce;

/** What a step reads, and as whom. */
record StepSettings(Instance instance, String group, String inputTopic, String deadLetterTopic) {}
