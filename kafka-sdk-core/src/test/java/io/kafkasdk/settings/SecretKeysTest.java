package io.kafkasdk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class SecretKeysTest {

    @Test
    void everySecretOfKafkaIsKnownByItsName() {
        Set<String> secrets = new TreeSet<>();
        for (ConfigDef definition :
                new ConfigDef[] {ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef()
                }) {
            definition.configKeys().values().stream()
                    .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                    .forEach(key -> secrets.add(key.name));
        }
        // Certificates are public; Kafka masks them because they come in the same form as keys.
        secrets.removeAll(Set.of("ssl.keystore.certificate.chain", "ssl.truststore.certificates"));
        assertThat(secrets).hasSizeGreaterThan(4).allMatch(SecretKeys::mayHold);
    }

    @Test
    void whatOneHasToSeeIsNoSecret() {
        assertThat(Set.of("key.serializer", "key.deserializer", "acks", "security.protocol", "bootstrap.servers"))
                .noneMatch(SecretKeys::mayHold);
    }
}
