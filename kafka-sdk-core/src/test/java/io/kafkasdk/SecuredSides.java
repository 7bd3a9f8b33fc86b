package io.kafkasdk;

import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Format;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Store;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.SecureListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Settings that fit the secured listeners of a test cluster. */
final class SecuredSides {

    /** Of the user {@code alice}, whom the clusters of these tests know. */
    static final String PASSWORD = "right-word";

    private SecuredSides() {}

    static ClusterSettings at(KafkaCluster cluster, SecureListener listener, SecuritySettings security) {
        return ClusterSettings.of(cluster.bootstrapServers(listener)).security(security);
    }

    static ClusterSettings atPlainPort(KafkaCluster cluster, SecuritySettings security) {
        return ClusterSettings.of(cluster.bootstrapServers()).security(security);
    }

    static Sasl alice(Mechanism mechanism, String password, @Nullable Tls tls) {
        return new Sasl(mechanism, "alice", Secret.of(password), tls);
    }

    /** Alice as she should be, by TLS. */
    static Sasl alice(KafkaCluster cluster) {
        return alice(Mechanism.SCRAM_SHA_512, PASSWORD, trusting(cluster));
    }

    static Tls trusting(KafkaCluster cluster) {
        return new Tls(store(cluster, cluster.security().trustStore()), null);
    }

    static Tls trustingStrangers(KafkaCluster cluster) {
        return new Tls(store(cluster, cluster.security().foreignTrustStore()), null);
    }

    static Tls certified(KafkaCluster cluster) {
        return new Tls(
                store(cluster, cluster.security().trustStore()),
                store(cluster, cluster.security().keyStore("carol")));
    }

    static Store store(KafkaCluster cluster, Path file) {
        return new Store(file, Format.PKCS12, Secret.of(cluster.security().storePassword()));
    }
}
