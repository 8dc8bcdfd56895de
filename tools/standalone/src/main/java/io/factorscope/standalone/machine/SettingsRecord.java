package io.factorscope.standalone.machine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.local.MachineException;
import io.factorscope.v1.VersionHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of each dictionary of a data folder, so that a later start with others is refused
 * before anything runs.
 */
final class SettingsRecord {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DataFolder data;

  SettingsRecord(DataFolder data) {
    this.data = data;
  }

  /**
   * Records what is given, and completes it by what was recorded.
   *
   * @throws MachineException if they differ
   */
  DictionarySettings settle(String dictionary, DictionarySettings given) {
    Map<String, DictionarySettings> all = read();
    DictionarySettings settled =
        given.over(all.getOrDefault(dictionary, DictionarySettings.none()), dictionary);
    all.put(dictionary, settled);
    JsonFile.write(data.settingsFile(), all);
    return settled;
  }

  /**
   * Records what a version really has: it holds from now on, defaults included.
   *
   * @throws MachineException if this start was given something else, because the record was lost
   */
  void confirm(VersionHeader version) {
    String dictionary = version.getId().getName();
    DictionarySettings actual =
        new DictionarySettings(version.getFactors(), version.getLambda(), version.getLayersList());
    Map<String, DictionarySettings> all = read();
    DictionarySettings settled = all.getOrDefault(dictionary, DictionarySettings.none());
    all.put(dictionary, actual);
    JsonFile.write(data.settingsFile(), all);
    settled.over(actual, dictionary);
  }

  private Map<String, DictionarySettings> read() {
    try {
      return Files.exists(data.settingsFile())
          ? JSON.readValue(
              data.settingsFile().toFile(),
              new TypeReference<TreeMap<String, DictionarySettings>>() {})
          : new TreeMap<>();
    } catch (IOException e) {
      throw new MachineException(
          data.settingsFile()
              + ": can't be read: "
              + FileProblem.of(e)
              + "; remove the file: what a dictionary has, its versions say",
          e);
    }
  }

  private void write(Map<String, DictionarySettings> all) {
    JsonFile.write(data.settingsFile(), all);
  }
}
