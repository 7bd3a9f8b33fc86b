package io.kafkasdk.test;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs brokers as child JVMs, from jars that are not on the class path of this one. */
final class ProcessBackend implements BrokerHost {
    /** Small and quick to start; the third is C1 only, since a test broker does not live long enough for C2 to pay. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx320m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "-Dorg.slf4j.simpleLogger.logFile=System.out",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
            "-Dorg.slf4j.simpleLogger.showShortLogName=true",
            "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config=warn");

    private static final Pattern SECRET = Pattern.compile("password|jaas");

    private final ClusterDirectory directory;
    private final String clusterId;
    private final String classPath;
    private final Map<Integer, List<String>> jvmOptions;
    private final List<BrokerProcess> processes = new ArrayList<>();

    /** {@code jvmOptions} are those of single brokers, by id. */
    ProcessBackend(
            ClusterDirectory directory, String clusterId, List<Path> jars, Map<Integer, List<String>> jvmOptions) {
        this.directory = directory;
        this.clusterId = clusterId;
        this.jvmOptions = jvmOptions;
        this.classPath = Stream.concat(Stream.of(launcherDirectory(directory)), jars.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public BrokerRuntime place(int id, Map<String, String> properties) {
        Path data = directory.data(id);
        Map<String, String> all = new TreeMap<>(properties);
        all.put("log.dirs", data.toString());
        String name = "broker-" + id + ".properties";
        Path propertiesFile = write(all, directory.run().resolve(name));
        all.replaceAll((property, value) -> SECRET.matcher(property).find() ? "[hidden]" : value);
        write(all, directory.path().resolve(name)); // stays with the logs
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(jvmOptions.getOrDefault(id, List.of()));
        command.add("-Djava.io.tmpdir=" + directory.run());
        command.addAll(List.of("-cp", classPath, BrokerLauncher.class.getName(), propertiesFile.toString(), clusterId));
        BrokerProcess process = new BrokerProcess(command, directory.run(), directory.log(id));
        processes.add(process);
        return process;
    }

    @Override
    public void close() {
        // A thread that is interrupted must still end them: all get the signal before any is waited for.
        boolean interrupted = Thread.interrupted();
        processes.forEach(BrokerProcess::destroy);
        try (OpenResources each = new OpenResources()) {
            processes.forEach(process -> each.add(process::kill));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Path write(Map<String, String> properties, Path file) {
        Properties written = new Properties();
        written.putAll(properties);
        try (Writer writer = Files.newBufferedWriter(file)) {
            written.store(writer, null);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
    }

    /** A directory with nothing but the launcher: no other class of this JVM may reach the broker. */
    private static Path launcherDirectory(ClusterDirectory directory) {
        String resource = BrokerLauncher.class.getName().replace('.', '/') + ".class";
        Path root = directory.run().resolve("launcher");
        Path copy = root.resolve(resource);
        try (InputStream in = BrokerLauncher.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new KafkaClusterException("The class loader of kafka-sdk-test does not give out " + resource);
            }
            Files.createDirectories(copy.getParent());
            Files.copy(in, copy);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not copy the broker launcher to " + root, e);
        }
    }
}
