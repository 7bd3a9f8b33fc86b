package io.kafkasdk.metrics;

import io.kafkasdk.error.KafkaSdkException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which versions run; {@code unknown} where the class path does not tell. */
final class Versions {

    private static final String UNKNOWN = "unknown";
    private static final String KAFKA_CLIENTS = readKafkaClients();

    private Versions() {}

    static String sdk() {
        return Objects.requireNonNullElse(KafkaSdkException.class.getPackage().getImplementationVersion(), UNKNOWN);
    }

    static String kafkaClients() {
        return KAFKA_CLIENTS;
    }

    private static String readKafkaClients() {
        try (InputStream file = ProducerConfig.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", UNKNOWN);
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }
}
