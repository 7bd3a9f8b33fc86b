package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** How secured clusters come and go. */
class SecuredStartIT {
    @Test
    void usersRulesAndCertificatesOutliveARestartOfABrokerAndFilesDoNotOutliveTheCluster() throws Exception {
        KafkaCluster cluster = KafkaCluster.builder()
                .brokers(1)
                .user("declared", "secret")
                .backend(Backend.PROCESS)
                .start();
        Path trustStore;
        try (cluster) {
            ClusterSecurity security = cluster.security();
            trustStore = security.trustStore();
            cluster.createTopic("kept", 1, 1);
            security.createUser("created", "secret");
            security.allow("created", "kept", AclOperation.WRITE);
            security.allow("declared", "kept", AclOperation.WRITE);

            cluster.broker(1).kill();
            cluster.broker(1).start();

            SecureClients.write(sasl(cluster, "SCRAM-SHA-256", "created"), "kept", "value");
            SecureClients.write(sasl(cluster, "PLAIN", "declared"), "kept", "value");
            security.revoke("declared", "kept", AclOperation.WRITE);
            assertThatThrownBy(() -> SecureClients.write(sasl(cluster, "PLAIN", "declared"), "kept", "value"))
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(trustStore).doesNotExist();
    }

    @Test
    void linksAreInFrontOfThePlainListenerOnly() throws Exception {
        try (KafkaCluster cluster = KafkaCluster.builder()
                .brokers(1)
                .withFaultyLinks()
                .withSecurity()
                .backend(Backend.PROCESS)
                .start()) {
            cluster.createTopic("linked", 1, 1);
            cluster.broker(1).link().down();
            Map<String, Object> config = SecureClients.tls(
                    cluster, SecureListener.TLS, cluster.security().trustStore());

            assertThat(SecureClients.write(config, "linked", "value").hasOffset())
                    .isTrue();
        }
    }

    @Test
    void aClusterWithoutSecuritySaysHowToGetIt() {
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(1).start()) {
            assertThatThrownBy(cluster::security)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("withSecurity()");
            assertThatThrownBy(() -> cluster.bootstrapServers(SecureListener.TLS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("withSecurity()");
        }
    }

    @Test
    void containersAreRefusedWithTheCure() {
        assertThatThrownBy(() -> KafkaCluster.builder()
                        .withSecurity()
                        .backend(Backend.CONTAINER)
                        .start())
                .isInstanceOf(KafkaClusterException.class)
                .hasMessageContaining("Secured listeners need the back end PROCESS");
    }

    @Test
    void makingCertificatesLeavesNothingInTheTemporaryDirectory() throws IOException {
        TestCertificates certificates = TestCertificates.ofThisJvm();

        assertThat(TestCertificates.ofThisJvm()).isSameAs(certificates);
        assertThat(certificates.ofUser("somebody")).isSameAs(certificates.ofUser("somebody"));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<Path> left = files.filter(file -> file.getFileName().toString().startsWith(Keytool.temporaryPrefix()))
                    .toList();
            assertThat(left).isEmpty();
        }
    }

    private static Map<String, Object> sasl(KafkaCluster cluster, String mechanism, String user) {
        return SecureClients.sasl(cluster, SecureListener.SASL_SSL, mechanism, user, "secret");
    }
}
