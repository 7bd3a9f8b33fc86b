package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings.Format;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Store;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {

    private final ClusterSettings cluster = ClusterSettings.of("a:1,b:2");

    @Test
    void plaintextNeedsOnlyTheAddresses() {
        assertThat(ClusterConfig.of(cluster)).containsExactly(Map.entry("bootstrap.servers", "a:1,b:2"));
    }

    @Test
    void aQuoteInAPasswordDoesNotEndTheJaasValue() {
        var sasl = new Sasl(Mechanism.SCRAM_SHA_256, "app", Secret.of("a\"b\\c"), new Tls(null, null));
        Map<String, Object> config = ClusterConfig.of(cluster.security(sasl));
        assertThat(config)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-256");
        Password jaas = (Password) config.get("sasl.jaas.config");
        assertThat(jaas.value())
                .isEqualTo("org.apache.kafka.common.security.scram.ScramLoginModule required username=\"app\""
                        + " password=\"a\\\"b\\\\c\";");
        assertThat(config.toString()).doesNotContain("a\\\"b");
    }

    @Test
    void thePasswordOfAPemKeyStoreIsThatOfItsKey() {
        var keyStore = new Store(Path.of("client.pem"), Format.PEM, Secret.of("canary"));
        Map<String, Object> config = ClusterConfig.of(cluster.security(new Tls(null, keyStore)));
        assertThat(config).containsKey("ssl.key.password").doesNotContainKey("ssl.keystore.password");
        assertThat(config.toString()).doesNotContain("canary");
    }

    @Test
    void aContextOfTheApplicationGoesToKafkaAsAnEngineFactoryOfTheSdk() {
        var context = new TlsContext("the vault", ClusterConfigTest::noContext, List.of(), List.of());
        Map<String, Object> bySasl = ClusterConfig.of(
                cluster.security(new Sasl(Mechanism.SCRAM_SHA_256, "app", Secret.of("canary"), context)));
        assertThat(bySasl)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("ssl.engine.factory.class", SuppliedTls.class)
                .containsEntry("kafka.sdk.ssl.context", context);
        assertThat(ClusterConfig.of(cluster.security(context)))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("kafka.sdk.ssl.context", context);
    }

    private static SSLContext noContext() {
        throw new AssertionError("asked before there is a connection");
    }
}
