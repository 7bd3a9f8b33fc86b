package io.kafkasdk.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;

/** What a report says about the machine and the versions, as far as it can be found out; Linux says most. */
final class MachineFacts {

    private static final String UNKNOWN = "unknown";

    private MachineFacts() {}

    /** @param brokerLog the log of a broker, which names its version */
    static Map<String, String> read(Path brokerLog) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kafka-clients", clientsVersion());
        facts.put("brokers", found(brokerLog, "Kafka version: (\\S+)"));
        facts.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("processor", found(Path.of("/proc/cpuinfo"), "model name\\s*:\\s*(.+)"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", found(Path.of("/proc/meminfo"), "MemTotal:\\s*(.+)"));
        return facts;
    }

    /** As the client's own jar says it; the class that reads it moved between 4.2 and 4.4. */
    private static String clientsVersion() {
        Properties properties = new Properties();
        try (InputStream in = KafkaProducer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return UNKNOWN;
        }
        return properties.getProperty("version", UNKNOWN);
    }

    private static String found(Path file, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(wanted::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(1).trim())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
