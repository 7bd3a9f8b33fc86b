package io.kafkasdk.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plain clients of the secured listeners. */
final class SecureClients {
    private SecureClients() {}

    static Map<String, Object> tls(KafkaCluster cluster, SecureListener listener, Path trustStore) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.bootstrapServers(listener));
        config.put("security.protocol", listener.securityProtocol());
        config.put("ssl.truststore.type", "PKCS12");
        config.put("ssl.truststore.location", trustStore.toString());
        config.put("ssl.truststore.password", cluster.security().storePassword());
        return config;
    }

    static Map<String, Object> mutualTls(KafkaCluster cluster, String user) {
        Map<String, Object> config =
                tls(cluster, SecureListener.TLS, cluster.security().trustStore());
        config.put("ssl.keystore.type", "PKCS12");
        config.put("ssl.keystore.location", cluster.security().keyStore(user).toString());
        config.put("ssl.keystore.password", cluster.security().storePassword());
        config.put("ssl.key.password", cluster.security().storePassword());
        return config;
    }

    static Map<String, Object> sasl(
            KafkaCluster cluster, SecureListener listener, String mechanism, String user, String password) {
        Map<String, Object> config = tls(cluster, listener, cluster.security().trustStore());
        String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        config.put("sasl.mechanism", mechanism);
        config.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + " required username=\"" + user + "\" password=\""
                        + password.replace("\\", "\\\\").replace("\"", "\\\"") + "\";");
        return config;
    }

    static KafkaProducer<String, String> producer(Map<String, Object> config) {
        Map<String, Object> bounded = new HashMap<>(config);
        bounded.put("max.block.ms", 20_000);
        return new KafkaProducer<>(bounded, new StringSerializer(), new StringSerializer());
    }

    /** Sends one record and waits for it. */
    static RecordMetadata write(Map<String, Object> config, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(config)) {
            return producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    /** The values that a member of a group gets, as soon as there are so many; fewer after 20 s. */
    static List<String> read(Map<String, Object> config, String topic, String group, int count) {
        Map<String, Object> grouped = new HashMap<>(config);
        grouped.put("group.id", group);
        grouped.put("auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(grouped, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long start = System.nanoTime();
            while (values.size() < count
                    && System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            consumer.commitSync();
        }
        return values;
    }
}
