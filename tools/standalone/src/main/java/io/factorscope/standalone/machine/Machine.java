package io.factorscope.standalone.machine;

import io.factorscope.audit.command.AuditMain;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.local.BrokerProcess;
import io.factorscope.local.BrokerSettings;
import io.factorscope.local.ChildProcess;
import io.factorscope.local.Keeper;
import io.factorscope.local.KeptService;
import io.factorscope.local.Loopback;
import io.factorscope.local.MachineException;
import io.factorscope.local.Ports;
import io.factorscope.local.Readiness;
import io.factorscope.local.RestartRule;
import io.factorscope.local.StoppedException;
import io.factorscope.v1.VersionHeader;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A broker, the services and the audit, all on loopback; broker and services are started again when
 * they die; closing it stops all in order.
 */
public final class Machine implements AutoCloseable {

  private static final Duration READY_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final int BROKER_HEAP_MEBIBYTES = 512;

  private final Installation installation;
  private final DataFolder data;
  private final MachineSettings settings;
  private final BrokerSettings brokerSettings;
  private final Consumer<String> tell;
  private final List<KeptService> services = new CopyOnWriteArrayList<>();
  private volatile @Nullable Keeper broker;
  private volatile @Nullable AuditProcess audit;

  private Machine(
      Installation installation, DataFolder data, MachineSettings settings, Consumer<String> tell) {
    this.installation = installation;
    this.data = data;
    this.settings = settings;
    this.brokerSettings = brokerSettings(installation, data);
    this.tell = tell;
  }

  /**
   * Starts broker and services, and waits until they are ready.
   *
   * @param data folder whose lock the caller has
   * @param tell takes a line when a process has died and is started again; from any thread
   * @throws MachineException if something does not start; what did start is stopped again
   * @throws StoppedException if the signal is given meanwhile
   */
  public static Machine start(
      Installation installation,
      DataFolder data,
      MachineSettings given,
      StopSignal stop,
      Consumer<String> tell) {
    DiskSpace.require(data, given.topicLimit());
    data.renewTemporary();
    MachineSettings settings =
        new MachineSettings(
            given.modelId(),
            given.model(),
            new SettingsRecord(data).settle(given.modelId(), given.dictionary()),
            given.topicLimit());
    Machine machine = new Machine(installation, data, settings, tell);
    try {
      machine.startBroker();
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
    List<String> command = new ArrayList<>(List.of(ChildProcess.java()));
    command.addAll(AuditProcess.JVM_FLAGS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            AuditMain.class.getName(),
            "--follow",
            "--bootstrap-servers=" + brokerSettings.bootstrapServers(),
            "--model=" + settings.modelId(),
            "--checkpoint=" + data.auditCheckpoint(),
            "--since=" + since));
    AuditProcess started = AuditProcess.start(command, data.log("audit"));
    audit = started;
    record();
    return started;
  }

  /** What runs. */
  public RunInfo info() {
    List<RunInfo.Child> children = new ArrayList<>();
    services.forEach(
        service -> children.add(RunInfo.Child.of(service.keeper().child(), service.address())));
    AuditProcess audits = audit;
    if (audits != null) {
      children.add(RunInfo.Child.of(audits.child(), null));
    }
    // Last, so that whoever stops the children in this order stops it after those that need it.
    Keeper kept = broker;
    if (kept != null) {
      children.add(RunInfo.Child.of(kept.child(), null));
    }
    return new RunInfo(
        brokerSettings.bootstrapServers(), settings.modelId(), settings.modelId(), children);
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
   * Checks that every process runs or will run again.
   *
   * @throws MachineException with the end of its log, if one has ended for good
   */
  public void requireAlive() {
    services.forEach(service -> service.keeper().requireKept());
    AuditProcess audits = audit;
    if (audits != null) {
      audits.child().requireAlive();
    }
  }

  /**
   * Waits until all services are ready, e.g. one that is just being started again.
   *
   * @throws MachineException if one is given up, or is late
   * @throws StoppedException if the signal is given
   */
  public void awaitReady(StopSignal stop) {
    try (HttpClient http = Loopback.http().build()) {
      new Readiness(http, stop::await, READY_PATIENCE).await(services);
    }
  }

  /** From now on nothing is started again: the stop has begun, and may reach all at once. */
  public void keepNoLonger() {
    services.forEach(service -> service.keeper().keepNoLonger());
    Keeper kept = broker;
    if (kept != null) {
      kept.keepNoLonger();
    }
  }

  /** Stops the services; broker and audit go on, so that the last of the stream is audited. */
  public void stopServices() {
    keepNoLonger();
    services.forEach(service -> service.keeper().stop(STOP_PATIENCE));
  }

  @Override
  public void close() {
    stopServices();
    AuditProcess audits = audit;
    if (audits != null) {
      audits.child().stop(STOP_PATIENCE);
    }
    Keeper kept = broker;
    if (kept != null) {
      kept.stop(STOP_PATIENCE);
    }
    Leftovers.forget(data);
  }

  private static BrokerSettings brokerSettings(Installation installation, DataFolder data) {
    List<Integer> ports = Ports.free(2);
    return new BrokerSettings(
        installation.brokerJars(),
        data.broker(),
        ports.get(0),
        ports.get(1),
        BROKER_HEAP_MEBIBYTES);
  }

  /** Its first start is not tried again: a broker that does not start at once never does. */
  private void startBroker() {
    BrokerProcess process = BrokerProcess.launch(brokerSettings);
    Keeper keeper = keeper(process.child(), () -> BrokerProcess.launch(brokerSettings).child());
    broker = keeper;
    record();
    process.awaitAnswer();
    keeper.ready();
    keeper.watch();
  }

  private void startServices(StopSignal stop) {
    MachineContext context =
        new MachineContext(settings, data, brokerSettings.bootstrapServers(), ports());
    ServiceSpecs.ALL.forEach(service -> start(service, context));
    awaitReady(stop);
  }

  private static Map<ServiceSpec, Integer> ports() {
    Iterator<Integer> ports = Ports.free(ServiceSpecs.ALL.size()).iterator();
    return ServiceSpecs.ALL.stream()
        .collect(Collectors.toMap(service -> service, _ -> ports.next()));
  }

  private void start(ServiceSpec service, MachineContext context) {
    String name = service.name();
    List<String> command = ServiceCommand.of(service, context, installation);
    Path log = data.log(name);
    Keeper keeper =
        keeper(
            ChildProcess.start(name, command, log),
            () -> ChildProcess.startAgain(name, command, log));
    services.add(new KeptService(keeper, context.port(service), service.readyPath()));
    record();
    keeper.watch();
  }

  private Keeper keeper(ChildProcess child, Supplier<ChildProcess> again) {
    return new Keeper(RestartRule.DEFAULT, child, again, this::record, tell);
  }

  private synchronized void record() {
    info().write(data);
  }
}
