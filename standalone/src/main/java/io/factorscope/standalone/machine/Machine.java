package io.factorscope.standalone.machine;

import io.factorscope.exactlyonce.broker.BrokerProcess;
import io.factorscope.exactlyonce.broker.BrokerSettings;
import io.factorscope.v1.VersionHeader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broker, the services and the audit, all on loopback; closing it stops them in order. */
public final class Machine implements AutoCloseable {

  private static final Duration READY_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final String READY = "/q/health/ready";
  private static final String LIVE = "/q/health/live";
  private static final int BROKER_HEAP_MEBIBYTES = 512;

  private final Installation installation;
  private final DataFolder data;
  private final MachineSettings settings;
  private final BrokerProcess broker;
  private final List<Service> services = new ArrayList<>();
  private @Nullable AuditProcess audit;

  private Machine(
      Installation installation, DataFolder data, MachineSettings settings, BrokerProcess broker) {
    this.installation = installation;
    this.data = data;
    this.settings = settings;
    this.broker = broker;
  }

  /**
   * Starts broker and services, and waits until they are ready.
   *
   * @param data folder whose lock the caller has
   * @throws MachineException if something does not start; what did start is stopped again
   * @throws StoppedException if the signal is given meanwhile
   */
  public static Machine start(
      Installation installation, DataFolder data, MachineSettings given, StopSignal stop) {
    DiskSpace.require(data, given.topicLimit());
    MachineSettings settings =
        new MachineSettings(
            given.modelId(),
            given.model(),
            new SettingsRecord(data).settle(given.modelId(), given.dictionary()),
            given.topicLimit());
    Machine machine = new Machine(installation, data, settings, startBroker(installation, data));
    try {
      machine.startServices(stop);
      return machine;
    } catch (RuntimeException e) {
      machine.close();
      throw e;
    }
  }

  /**
   * Starts the audit of this machine's topics.
   *
   * @param since what was written since then is counted as recent; milliseconds since 1970
   */
  public AuditProcess startAudit(long since) {
    List<String> command = new ArrayList<>(List.of(ServiceCommands.java()));
    command.addAll(AuditProcess.JVM_FLAGS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.factorscope.standalone.Factorscope",
            "audit",
            "--follow",
            "--bootstrap-servers=" + broker.bootstrapServers(),
            "--model=" + settings.modelId(),
            "--checkpoint=" + data.auditCheckpoint(),
            "--since=" + since));
    AuditProcess started = AuditProcess.start(command, data.log("audit"));
    audit = started;
    info().write(data);
    return started;
  }

  /** What runs. */
  public RunInfo info() {
    List<RunInfo.Child> children = new ArrayList<>();
    services.forEach(
        service -> children.add(RunInfo.Child.of(service.process(), service.address())));
    if (audit != null) {
      children.add(RunInfo.Child.of(audit.child(), null));
    }
    // Last, so that whoever stops the children in this order stops it after those that need it.
    children.add(RunInfo.Child.of(brokerChild(), null));
    return new RunInfo(broker.bootstrapServers(), settings.modelId(), settings.modelId(), children);
  }

  /** A client of the dictionary-service; the caller closes it. */
  public DictionariesClient dictionaries() {
    return new DictionariesClient(services.getLast().port());
  }

  /**
   * Records what the dictionary really has.
   *
   * @throws MachineException if this machine was given something else
   */
  public void confirm(VersionHeader version) {
    new SettingsRecord(data).confirm(version);
  }

  /**
   * Does nothing while all processes run.
   *
   * @throws MachineException with the end of its log, if one has ended
   */
  public void requireAlive() {
    brokerChild().requireAlive();
    services.forEach(service -> service.process().requireAlive());
    if (audit != null) {
      audit.child().requireAlive();
    }
  }

  /** Stops the services; broker and audit go on, so that the last of the stream is audited. */
  public void stopServices() {
    services.forEach(service -> service.process().stop(STOP_PATIENCE));
  }

  @Override
  public void close() {
    stopServices();
    if (audit != null) {
      audit.child().stop(STOP_PATIENCE);
    }
    broker.close();
    Leftovers.forget(data);
  }

  private static BrokerProcess startBroker(Installation installation, DataFolder data) {
    List<Integer> ports = Ports.free(2);
    try {
      return BrokerProcess.start(
          new BrokerSettings(
              installation.brokerJars(),
              data.broker(),
              ports.get(0),
              ports.get(1),
              BROKER_HEAP_MEBIBYTES));
    } catch (IOException e) {
      throw new MachineException("broker: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  private void startServices(StopSignal stop) {
    List<Integer> ports = Ports.free(3);
    ServiceCommands commands =
        new ServiceCommands(installation, data, settings, broker.bootstrapServers());
    add(RunInfo.EMBEDDER, ports.get(0), READY, commands.embedder(ports.get(0)));
    // The coder is ready only when a dictionary is, which is made from the stream to come.
    add(RunInfo.CODER, ports.get(1), LIVE, commands.coder(ports.get(1), ports.get(2)));
    add(RunInfo.DICTIONARY, ports.get(2), READY, commands.dictionary(ports.get(2)));
    info().write(data);
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      new Readiness(http, stop, READY_PATIENCE).await(services);
    }
  }

  private void add(String name, int port, String health, List<String> command) {
    services.add(new Service(ChildProcess.start(name, command, data.log(name)), port, health));
  }

  private ChildProcess brokerChild() {
    return ChildProcess.of("broker", broker.process(), data.broker().resolve("broker.log"));
  }
}
