package io.kafkasdk.spring.boot;

import static io.kafkasdk.spring.boot.FailureTexts.analyze;
import static io.kafkasdk.test.SecureListener.SASL_SSL;
import static io.kafkasdk.test.SecureListener.TLS;
import static io.kafkasdk.test.SecureListener.TLS_WRONG_HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Boot's SSL bundles at brokers with TLS. */
@KafkaClusterTest(brokers = 1, users = "alice=right-word", properties = "listener.name.tls.ssl.client.auth=required")
class SslBundleIT {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class, SslAutoConfiguration.class))
            .withPropertyValues(
                    "spring.application.name=orders",
                    "kafka-sdk.fail-fast=true",
                    "kafka-sdk.security.bundle=kafka",
                    "kafka-sdk.security.protocol=ssl");

    @Test
    void pemFilesOfABundleProveBothSides(KafkaCluster cluster, @TempDir Path directory) throws Exception {
        cluster.createTopic("orders", 1, 1);
        cluster.security().allow("alice", "orders", AclOperation.WRITE);
        ApplicationContextRunner mutual = application.withPropertyValues(
                "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(TLS), trusting(cluster));
        mutual.withPropertyValues(keyOf(cluster, "alice", directory)).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(producerOf(context.getBean(KafkaSdk.class)).send("orders", "key", "value"))
                    .succeedsWithin(Duration.ofSeconds(30));
        });
        mutual.run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                .contains("it may demand a client certificate that SSL bundle 'kafka' does not have"));
    }

    @Test
    void aLoginGoesInsideTheTlsOfABundle(KafkaCluster cluster) {
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(SASL_SSL),
                        trusting(cluster),
                        "kafka-sdk.security.protocol=sasl-ssl",
                        "kafka-sdk.security.sasl.username=alice",
                        "kafka-sdk.security.sasl.password=right-word")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(KafkaSdk.class)
                                    .verifyConnection()
                                    .brokers())
                            .hasSize(1);
                });
    }

    @Test
    void aBrokerWithTheCertificateOfAnotherHostIsRefusedThoughItsAuthorityIsTrusted(KafkaCluster cluster) {
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(TLS_WRONG_HOST), trusting(cluster))
                .run(context -> {
                    assertThat(analyze(context.getStartupFailure()).getDescription())
                            .contains("the broker's certificate is for another host");
                    assertThat(analyze(context.getStartupFailure()).getAction())
                            .contains("name the brokers in kafka-sdk.bootstrap-servers")
                            .contains("the check of host names stays on");
                });
    }

    @Test
    void anAuthorityThatTheBundleDoesNotTrustIsRefusedUntilTheBundleIsReloaded(KafkaCluster cluster) throws Exception {
        SslBundle foreign = bundle(cluster, cluster.security().foreignTrustStore());
        SslBundle right = bundle(cluster, cluster.security().trustStore());
        application
                .withPropertyValues(
                        "kafka-sdk.fail-fast=false",
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(SASL_SSL),
                        "kafka-sdk.security.protocol=sasl-ssl",
                        "kafka-sdk.security.sasl.username=alice",
                        "kafka-sdk.security.sasl.password=right-word")
                .withBean(SslBundleRegistrar.class, () -> registry -> registry.registerBundle("kafka", foreign))
                .run(context -> {
                    KafkaSdk sdk = context.getBean(KafkaSdk.class);
                    assertThat(catchThrowable(sdk::verifyConnection))
                            .hasMessageContaining("signed by no authority among those that SSL bundle 'kafka' trusts");
                    ((SslBundleRegistry) context.getBean(SslBundles.class)).updateBundle("kafka", right);
                    // The admin client repeats its last refusal until it has connected again by itself.
                    await().atMost(Duration.ofSeconds(30))
                            .ignoreExceptions()
                            .untilAsserted(() ->
                                    assertThat(sdk.verifyConnection().brokers()).hasSize(1));
                });
    }

    private static GuardedProducer<String, String> producerOf(KafkaSdk sdk) {
        return sdk.producer(ProducerSettings.named("orders", new StringSerializer(), new StringSerializer()));
    }

    private static String trusting(KafkaCluster cluster) {
        return "spring.ssl.bundle.pem.kafka.truststore.certificate=file:"
                + cluster.security().trustStorePem();
    }

    /** The user's key and certificate as the PEM files that teams have. */
    private static String[] keyOf(KafkaCluster cluster, String user, Path directory)
            throws IOException, GeneralSecurityException {
        KeyStore store = load(cluster, cluster.security().keyStore(user));
        String alias = store.aliases().nextElement();
        char[] password = cluster.security().storePassword().toCharArray();
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : store.getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Path certificates = Files.writeString(directory.resolve("client.crt"), chain);
        Path key = Files.writeString(
                directory.resolve("client.key"),
                pem("PRIVATE KEY", store.getKey(alias, password).getEncoded()));
        return new String[] {
            "spring.ssl.bundle.pem.kafka.keystore.certificate=file:" + certificates,
            "spring.ssl.bundle.pem.kafka.keystore.private-key=file:" + key
        };
    }

    private static SslBundle bundle(KafkaCluster cluster, Path trustStore)
            throws IOException, GeneralSecurityException {
        return SslBundle.of(SslStoreBundle.of(null, null, load(cluster, trustStore)));
    }

    private static KeyStore load(KafkaCluster cluster, Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, cluster.security().storePassword().toCharArray());
        }
        return store;
    }

    private static String pem(String type, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
