package io.kafkasdk.spring.boot;

import static io.kafkasdk.test.SecureListener.SASL_SSL;
import static io.kafkasdk.test.SecureListener.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.spring.boot.connection.SpringKafkaConnectionAutoConfiguration;
import io.kafkasdk.spring.boot.springkafka.SpringKafkaAutoConfiguration;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications with spring-kafka at secured brokers that only add the starter: no property of the SDK says how. */
@KafkaClusterTest(brokers = 1, users = "alice=right-word", properties = "listener.name.tls.ssl.client.auth=required")
class SpringKafkaSecurityIT {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    SpringKafkaConnectionAutoConfiguration.class,
                    SpringKafkaAutoConfiguration.class,
                    KafkaAutoConfiguration.class,
                    SslAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders");
    private final ApplicationContextRunner login = application.withPropertyValues(
            "spring.kafka.security.protocol=SASL_SSL",
            "spring.kafka.properties.sasl.mechanism=SCRAM-SHA-512",
            "spring.kafka.properties.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required"
                    + " username=\"alice\" password=\"right-word\";");

    @Test
    void aLoginInsideTlsByFilesReachesTheCluster(KafkaCluster cluster) {
        connects(login.withPropertyValues(
                "spring.kafka.bootstrap-servers=" + cluster.bootstrapServers(SASL_SSL),
                "spring.kafka.ssl.trust-store-location=file:"
                        + cluster.security().trustStore(),
                "spring.kafka.ssl.trust-store-type=PKCS12",
                "spring.kafka.ssl.trust-store-password=" + cluster.security().storePassword()));
        connects(login.withPropertyValues(
                "spring.kafka.bootstrap-servers=" + cluster.bootstrapServers(SASL_SSL),
                "spring.kafka.properties.ssl.truststore.location="
                        + cluster.security().trustStorePem(),
                "spring.kafka.properties.ssl.truststore.type=PEM"));
    }

    @Test
    void aLoginInsideTlsByTextsOrABundleReachesTheCluster(KafkaCluster cluster) throws Exception {
        connects(login.withPropertyValues(
                "spring.kafka.bootstrap-servers=" + cluster.bootstrapServers(SASL_SSL),
                "spring.kafka.ssl.trust-store-type=PEM",
                "spring.kafka.ssl.trust-store-certificates="
                        + Files.readString(cluster.security().trustStorePem())));
        connects(login.withPropertyValues(
                "spring.kafka.bootstrap-servers=" + cluster.bootstrapServers(SASL_SSL),
                "spring.kafka.ssl.bundle=kafka",
                "spring.ssl.bundle.pem.kafka.truststore.certificate=file:"
                        + cluster.security().trustStorePem()));
    }

    @Test
    void aCertificateOfTheClientReachesTheCluster(KafkaCluster cluster) {
        connects(application.withPropertyValues(
                "spring.kafka.bootstrap-servers=" + cluster.bootstrapServers(TLS),
                "spring.kafka.security.protocol=SSL",
                "spring.kafka.ssl.trust-store-location=file:"
                        + cluster.security().trustStore(),
                "spring.kafka.ssl.trust-store-password=" + cluster.security().storePassword(),
                "spring.kafka.ssl.key-store-location=file:" + cluster.security().keyStore("alice"),
                "spring.kafka.ssl.key-store-password=" + cluster.security().storePassword(),
                "spring.kafka.ssl.key-password=" + cluster.security().storePassword()));
    }

    private static void connects(ApplicationContextRunner secured) {
        secured.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(KafkaSdk.class).verifyConnection().brokers())
                    .hasSize(1);
        });
    }
}
