package io.factorscope.standalone.up;

import io.factorscope.standalone.corpus.Corpus;
import io.factorscope.standalone.machine.DictionarySettings;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks of a run.
 *
 * @param documents most that are streamed; empty for all
 * @param model a known model's name, or a folder
 * @param topicLimit bytes that each bounded topic may keep
 * @param exit whether to end when everything is coded
 * @param summary file for the summary; null for none
 */
public record UpSettings(
    Corpus corpus,
    OptionalLong documents,
    String model,
    DictionarySettings dictionary,
    long topicLimit,
    boolean exit,
    @Nullable Path summary) {}
