package io.factorscope.standalone.machine;

/**
 * What a machine is to run.
 *
 * @param modelId names the model in topics, and the dictionary as well
 * @param model what the embedder opens: a known model's name, or a folder
 * @param topicLimit bytes that each bounded topic may keep
 */
public record MachineSettings(
    String modelId, String model, DictionarySettings dictionary, long topicLimit) {}
