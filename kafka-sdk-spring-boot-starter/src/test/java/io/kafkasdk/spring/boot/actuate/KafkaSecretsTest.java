package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class KafkaSecretsTest {

    private static final StandardEnvironment ENVIRONMENT = new StandardEnvironment();

    static {
        ENVIRONMENT
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "kafka-sdk.security.sasl.password", "long-enough",
                                "kafka-sdk.security.tls.key-store.password", "short",
                                "kafka-sdk.clusters.lost.security.sasl.password", "${nowhere}")));
    }

    private final KafkaSecrets secrets = new KafkaSecrets(ENVIRONMENT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka-sdk.security.sasl.password",
                "kafka-sdk.security.tls.keyStore.password",
                "kafka_sdk.security.sasl.password",
                "KAFKA_SDK_SECURITY_SASL_PASSWORD",
                "KAFKASDK_SECURITY_SASL_PASSWORD",
                "kafka-sdk.properties[sasl.jaas.config]",
                "kafka-sdk.clusters.audit.properties.ssl.keystore.key",
                "spring.kafka.ssl.key-store-key",
                "SPRING_KAFKA_SSL_KEYSTOREKEY",
                "spring.ssl.bundle.pem.kafka.keystore.private-key",
                "SPRING_SSL_BUNDLE_PEM_KAFKA_KEYSTORE_PRIVATEKEY"
            })
    void hidesSecretsByNameInEverySpelling(String key) {
        assertThat(shown(key, "x")).isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka-sdk.properties[sasl.jass.config] | Module required username=u password='p';",
                "spring.kafka.properties.login          | Module required password=p;",
                "sun.java.command                       | app.jar --password=long-enough",
                "KAFKA_LOGIN                            | long-enough"
            })
    void hidesSecretsByWhatTheyAre(String key, String value) {
        assertThat(shown(key, value)).isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka-sdk.bootstrap-servers, localhost:9092",
        "kafka-sdk.security.sasl.username, orders",
        "kafka-sdk.security.tls.key-store.location, /etc/tls/orders.pem",
        "kafka-sdk.producers.orders.key-serializer, string",
        "my.token.size, 12",
        "my.password, theirs",
        // Too short to be looked for: it would hide half of what there is to see.
        "my.text, a short text"
    })
    void hidesNothingElse(String key, String value) {
        assertThat(shown(key, value)).isEqualTo(value);
    }

    private Object shown(String key, String value) {
        return secrets.apply(new SanitizableData(null, key, value)).getValue();
    }
}
