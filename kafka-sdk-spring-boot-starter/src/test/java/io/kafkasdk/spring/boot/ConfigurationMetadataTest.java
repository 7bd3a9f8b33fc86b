package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.kafkasdk.tuning.TuningProfile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an IDE shows while somebody writes application.yaml. */
class ConfigurationMetadataTest {

    private static DocumentContext metadata;

    @BeforeAll
    static void readWhatTheProcessorWrote() throws IOException {
        try (InputStream file =
                KafkaSdkProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            metadata = JsonPath.parse(Objects.requireNonNull(file));
        }
    }

    @Test
    void listsEveryProperty() {
        List<String> names = metadata.read("$.properties[*].name");
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "kafka-sdk.enabled",
                        "kafka-sdk.application",
                        "kafka-sdk.bootstrap-servers",
                        "kafka-sdk.profile",
                        "kafka-sdk.acks-policy",
                        "kafka-sdk.topics",
                        "kafka-sdk.auto-start",
                        "kafka-sdk.shutdown-timeout",
                        "kafka-sdk.security.protocol",
                        "kafka-sdk.security.sasl.mechanism",
                        "kafka-sdk.security.sasl.username",
                        "kafka-sdk.security.sasl.password",
                        "kafka-sdk.security.tls.trust-store.location",
                        "kafka-sdk.security.tls.trust-store.format",
                        "kafka-sdk.security.tls.trust-store.password",
                        "kafka-sdk.security.tls.key-store.location",
                        "kafka-sdk.security.tls.key-store.format",
                        "kafka-sdk.security.tls.key-store.password");
    }

    @Test
    void describesEveryProperty() {
        List<String> silent = metadata.read("$.properties[?(!(@.description))].name");
        assertThat(silent).isEmpty();
    }

    @Test
    void offersEveryProfile() {
        List<String> types = metadata.read("$.properties[?(@.name=='kafka-sdk.profile')].type");
        assertThat(types).as("an enum, whose names an IDE offers").containsExactly(TuningProfile.class.getName());
    }

    @Test
    void knowsTheDefaults() {
        assertThat(defaultOf("kafka-sdk.enabled")).isEqualTo(true);
        assertThat(defaultOf("kafka-sdk.profile")).isEqualTo("balanced");
        assertThat(defaultOf("kafka-sdk.acks-policy")).isEqualTo("warn");
        assertThat(defaultOf("kafka-sdk.auto-start")).isEqualTo(true);
        assertThat(defaultOf("kafka-sdk.shutdown-timeout")).isEqualTo("20s");
        assertThat(defaultOf("kafka-sdk.security.protocol")).isEqualTo("plaintext");
        assertThat(defaultOf("kafka-sdk.security.sasl.mechanism")).isEqualTo("scram-sha-512");
        assertThat(defaultOf("kafka-sdk.security.tls.trust-store.format")).isEqualTo("pem");
    }

    private static Object defaultOf(String property) {
        List<Object> found = metadata.read("$.properties[?(@.name=='" + property + "')].defaultValue");
        assertThat(found).as(property).hasSize(1);
        return found.get(0);
    }
}
