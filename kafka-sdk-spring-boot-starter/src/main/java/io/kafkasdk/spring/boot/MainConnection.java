package io.kafkasdk.spring.boot;

import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Chooses the service connection of the main cluster: brokers of one Compose file are one each, mostly of one cluster. */
final class MainConnection {

    private static final Logger LOG = LoggerFactory.getLogger(MainConnection.class);

    private MainConnection() {}

    /** Returns the only or primary one, else the first in order, and says which are not used; null where there is none. */
    static @Nullable KafkaSdkConnectionDetails among(ObjectProvider<KafkaSdkConnectionDetails> connections) {
        KafkaSdkConnectionDetails unique = connections.getIfUnique();
        if (unique != null) {
            return unique;
        }
        List<KafkaSdkConnectionDetails> all = connections.orderedStream().toList();
        if (all.isEmpty()) {
            return null;
        }
        LOG.warn(
                "There are {} service connections for Kafka; the main cluster is at {}, and these are not used: {}. Mark one"
                        + " with @Primary to use that one, and name other clusters under kafka-sdk.clusters",
                all.size(),
                all.get(0).bootstrapServers(),
                all.stream()
                        .skip(1)
                        .map(KafkaSdkConnectionDetails::bootstrapServers)
                        .toList());
        return all.get(0);
    }
}
