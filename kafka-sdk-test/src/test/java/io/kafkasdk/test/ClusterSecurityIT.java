package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisabledIfSystemProperty(named = Backend.PROPERTY, matches = "(?i)container", disabledReason = "needs processes")
@KafkaClusterTest(brokers = 3, users = "paula=" + ClusterSecurityIT.PASSWORD)
class ClusterSecurityIT {
    /** With what has to be escaped on its way into a broker's JAAS entry and properties file. */
    static final String PASSWORD = "pa\\ss\"w=o#r!d;";

    @ParameterizedTest
    @CsvSource({
        "SASL_PLAINTEXT, PLAIN", "SASL_PLAINTEXT, SCRAM-SHA-256", "SASL_PLAINTEXT, SCRAM-SHA-512",
        "SASL_SSL, PLAIN", "SASL_SSL, SCRAM-SHA-256", "SASL_SSL, SCRAM-SHA-512"
    })
    void aDeclaredUserWritesAndReadsByEveryMechanism(SecureListener listener, String mechanism, KafkaCluster cluster)
            throws Exception {
        String topic = listener + "-" + mechanism;
        cluster.createTopic(topic, 1, 3);
        cluster.security().allow("paula", topic, AclOperation.READ, AclOperation.WRITE);
        cluster.security().allowGroup("paula", "readers-" + topic);
        Map<String, Object> config = SecureClients.sasl(cluster, listener, mechanism, "paula", PASSWORD);

        SecureClients.write(config, topic, "value");

        assertThat(SecureClients.read(config, topic, "readers-" + topic, 1)).containsExactly("value");
    }

    @Test
    void aUserWhoIsCreatedLaterWritesAndReadsByScramOverTlsAtOnce(KafkaCluster cluster) throws Exception {
        cluster.createTopic("later", 1, 3);
        cluster.security().createUser("later", "secret");
        cluster.security().allow("later", "later", AclOperation.READ, AclOperation.WRITE);
        cluster.security().allowGroup("later", "later");
        Map<String, Object> config =
                SecureClients.sasl(cluster, SecureListener.SASL_SSL, "SCRAM-SHA-512", "later", "secret");

        SecureClients.write(config, "later", "value");

        assertThat(SecureClients.read(config, "later", "later", 1)).containsExactly("value");
    }

    @ParameterizedTest
    @CsvSource({"SASL_PLAINTEXT, PLAIN", "SASL_SSL, SCRAM-SHA-256", "SASL_SSL, SCRAM-SHA-512"})
    void aWrongPasswordIsRefused(SecureListener listener, String mechanism, KafkaCluster cluster) {
        Map<String, Object> config = SecureClients.sasl(cluster, listener, mechanism, "paula", "wrong");

        assertThatThrownBy(() -> SecureClients.write(config, "any", "value"))
                .hasRootCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void anotherPasswordReplacesTheFirstOnEveryBroker(KafkaCluster cluster) throws Exception {
        cluster.createTopic("changed", 3, 3);
        cluster.security().createUser("changed", "first");
        cluster.security().allow("changed", "changed", AclOperation.WRITE);

        cluster.security().createUser("changed", "second");

        for (Broker broker : cluster.brokers()) {
            SecureClients.write(scramOf(cluster, broker, "changed", "second"), "changed", "value");
            assertThatThrownBy(
                            () -> SecureClients.write(scramOf(cluster, broker, "changed", "first"), "changed", "value"))
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void tlsWithTheAuthorityOfTheClusterWorksWithBothFormats(KafkaCluster cluster) throws Exception {
        cluster.createTopic("tls", 1, 3);
        Map<String, Object> config = SecureClients.tls(
                cluster, SecureListener.TLS, cluster.security().trustStore());
        SecureClients.write(config, "tls", "by PKCS12");

        config.put("ssl.truststore.type", "PEM");
        config.put("ssl.truststore.location", cluster.security().trustStorePem().toString());
        config.remove("ssl.truststore.password");
        SecureClients.write(config, "tls", "by PEM");

        assertThat(SecureClients.read(config, "tls", "tls", 2)).containsExactly("by PKCS12", "by PEM");
    }

    @Test
    void anUntrustedAuthorityIsRefused(KafkaCluster cluster) {
        Path foreign = cluster.security().foreignTrustStore();

        assertThatThrownBy(() ->
                        SecureClients.write(SecureClients.tls(cluster, SecureListener.TLS, foreign), "any", "value"))
                .hasCauseInstanceOf(SslAuthenticationException.class)
                .hasStackTraceContaining("PKIX path");
    }

    @ParameterizedTest
    @CsvSource({"TLS_WRONG_HOST, No subject alternative DNS name matching localhost", "TLS_EXPIRED, NotAfter"})
    void aCertificateThatIsNotInOrderIsRefused(SecureListener listener, String reason, KafkaCluster cluster) {
        Path trusted = cluster.security().trustStore();

        assertThatThrownBy(() -> SecureClients.write(SecureClients.tls(cluster, listener, trusted), "any", "value"))
                .hasCauseInstanceOf(SslAuthenticationException.class)
                .hasStackTraceContaining(reason);
    }

    @Test
    void onlyTheHostIsWrongAtTheListenerWithTheWrongHost(KafkaCluster cluster) throws Exception {
        cluster.createTopic("unchecked", 1, 3);
        Map<String, Object> config = SecureClients.tls(
                cluster, SecureListener.TLS_WRONG_HOST, cluster.security().trustStore());
        config.put("ssl.endpoint.identification.algorithm", "");

        assertThat(SecureClients.write(config, "unchecked", "value").hasOffset())
                .isTrue();
    }

    @Test
    void aClientCertificateMakesTheUser(KafkaCluster cluster) throws Exception {
        cluster.createTopic("mutual", 1, 3);
        Map<String, Object> config = SecureClients.mutualTls(cluster, "certified");
        assertThatThrownBy(() -> SecureClients.write(config, "mutual", "value"))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);

        cluster.security().allow("certified", "mutual", AclOperation.WRITE);

        assertThat(SecureClients.write(config, "mutual", "value").hasOffset()).isTrue();
    }

    @Test
    void rulesAreFollowedByTheNextRequestOfARunningClient(KafkaCluster cluster) throws Exception {
        cluster.createTopic("ruled", Map.of(0, List.of(1, 2, 3), 1, List.of(2, 3, 1), 2, List.of(3, 1, 2)), Map.of());
        cluster.security().createUser("ruled", "secret");
        try (KafkaProducer<String, String> producer = SecureClients.producer(
                SecureClients.sasl(cluster, SecureListener.SASL_SSL, "SCRAM-SHA-256", "ruled", "secret"))) {
            assertThatThrownBy(() -> sendToAll(producer, "ruled"))
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
            for (int round = 0; round < 10; round++) {
                cluster.security().allow("ruled", "ruled", AclOperation.WRITE);
                sendToAll(producer, "ruled");

                cluster.security().revoke("ruled", "ruled", AclOperation.WRITE);
                assertThatThrownBy(() -> sendToAll(producer, "ruled"))
                        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    @Test
    void groupsAndTransactionsNeedRulesOfTheirOwn(KafkaCluster cluster) throws Exception {
        cluster.createTopic("own", 1, 3);
        cluster.security().createUser("own", "secret");
        cluster.security().allow("own", "own", AclOperation.READ, AclOperation.WRITE);
        Map<String, Object> config =
                SecureClients.sasl(cluster, SecureListener.SASL_PLAINTEXT, "SCRAM-SHA-256", "own", "secret");
        assertThatThrownBy(() -> SecureClients.read(config, "own", "own-group", 1))
                .isInstanceOf(GroupAuthorizationException.class);
        assertThatThrownBy(() -> writeInTransaction(config)).isInstanceOf(TransactionalIdAuthorizationException.class);

        cluster.security().allowGroup("own", "own-group");
        cluster.security().allowTransactionalId("own", "own-transaction");

        writeInTransaction(config);
        assertThat(SecureClients.read(config, "own", "own-group", 1)).containsExactly("value");
    }

    @Test
    void quotasThrottleAndStopWhenTheyAreCleared(KafkaCluster cluster) throws Exception {
        cluster.createTopic("throttled", 1, 3);
        cluster.security().createUser("throttled", "secret");
        cluster.security().allow("throttled", "throttled", AclOperation.WRITE);
        Map<String, Object> config =
                SecureClients.sasl(cluster, SecureListener.SASL_SSL, "SCRAM-SHA-256", "throttled", "secret");
        // Kafka measures over ten seconds: 250 kB pass before a quota of 25 kB/s throttles, 500 kB are too many.
        assertThat(throttleTimeMax(config, 500)).isZero();

        cluster.security().producerQuota("throttled", 25_000);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(throttleTimeMax(config, 500)).isPositive());

        cluster.security().clearQuotas("throttled");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(throttleTimeMax(config, 500)).isZero());
    }

    @ParameterizedTest
    @EnumSource
    void theAdvertisedAddressesAreThoseOfTheListener(SecureListener listener, KafkaCluster cluster) {
        assertThat(cluster.bootstrapServers(listener).split(","))
                .hasSize(3)
                .allMatch(address -> address.startsWith("localhost:"))
                .doesNotContainAnyElementsOf(List.of(cluster.bootstrapServers().split(",")));
    }

    @Test
    void noPasswordStaysInALog(KafkaCluster cluster) throws IOException {
        cluster.security().createUser("logged", "neverlogged");
        try (Stream<Path> files = Files.list(cluster.logDirectory())) {
            List<Path> kept = files.filter(Files::isRegularFile).toList();
            assertThat(kept).hasSize(6);
            for (Path file : kept) {
                assertThat(file)
                        .content()
                        .doesNotContain(
                                "ss\\\"w",
                                "ss\"w",
                                "neverlogged",
                                cluster.security().storePassword());
            }
        }
    }

    private static Map<String, Object> scramOf(KafkaCluster cluster, Broker broker, String user, String password) {
        Map<String, Object> config =
                SecureClients.sasl(cluster, SecureListener.SASL_SSL, "SCRAM-SHA-256", user, password);
        config.put(
                "bootstrap.servers",
                cluster.bootstrapServers(SecureListener.SASL_SSL).split(",")[broker.id() - 1]);
        return config;
    }

    private static void sendToAll(KafkaProducer<String, String> producer, String topic) throws Exception {
        for (int partition = 0; partition < 3; partition++) {
            producer.send(new ProducerRecord<>(topic, partition, "k", "v")).get();
        }
    }

    private static void writeInTransaction(Map<String, Object> config) throws Exception {
        Map<String, Object> transactional = new HashMap<>(config);
        transactional.put("transactional.id", "own-transaction");
        try (KafkaProducer<String, String> producer = SecureClients.producer(transactional)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("own", "value")).get();
            producer.commitTransaction();
        }
    }

    /** Sends so many kilobytes, or fewer when it is throttled before. */
    private static double throttleTimeMax(Map<String, Object> config, int kilobytes) throws Exception {
        try (KafkaProducer<String, String> producer = SecureClients.producer(config)) {
            double throttled = 0;
            for (int sent = 0; sent < kilobytes && throttled == 0; sent += 20) {
                producer.send(new ProducerRecord<>("throttled", "x".repeat(20_000)))
                        .get();
                throttled = producer.metrics().values().stream()
                        .filter(metric -> metric.metricName().name().equals("produce-throttle-time-max"))
                        .mapToDouble(metric -> (double) metric.metricValue())
                        .filter(value -> !Double.isNaN(value))
                        .max()
                        .orElse(0);
            }
            return throttled;
        }
    }
}
