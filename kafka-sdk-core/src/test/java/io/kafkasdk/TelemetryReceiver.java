package io.kafkasdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.telemetry.ClientTelemetry;
import org.apache.kafka.server.telemetry.ClientTelemetryPayload;
import org.apache.kafka.server.telemetry.ClientTelemetryReceiver;

/**
 * Runs in a broker and writes each push of a client to a file (KIP-714). Gets into the broker as an agent of its JVM,
 * because an agent's jar is on the class path; so this must stay one class file that needs nothing but Kafka's clients.
 * What replaces these interfaces in newer clients is not in 4.2.1.
 */
@SuppressWarnings("removal")
public final class TelemetryReceiver implements MetricsReporter, ClientTelemetry, ClientTelemetryReceiver {

    private static final AtomicLong COUNT = new AtomicLong();
    private static volatile Path directory = Path.of("");

    /** Takes the directory to write to, before the broker starts. */
    public static void premain(String argument) {
        directory = Path.of(argument);
    }

    /** Returns the option that puts this into a JVM, which then writes to the directory. */
    static String jvmOption(Path directory) throws IOException {
        Path jar = directory.resolve("receiver.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", TelemetryReceiver.class.getName());
        String resource = TelemetryReceiver.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = TelemetryReceiver.class.getResourceAsStream("/" + resource)) {
            out.putNextEntry(new JarEntry(resource));
            in.transferTo(out);
        }
        return "-javaagent:" + jar + "=" + directory;
    }

    @Override
    public ClientTelemetryReceiver clientReceiver() {
        return this;
    }

    @Override
    public void exportMetrics(AuthorizableRequestContext context, ClientTelemetryPayload payload) {
        ByteBuffer data = payload.data().duplicate();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        String name = context.clientId() + "-" + COUNT.incrementAndGet();
        try {
            Path written = Files.write(directory.resolve(name + ".part"), bytes);
            Files.move(written, directory.resolve(name + ".otlp"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
