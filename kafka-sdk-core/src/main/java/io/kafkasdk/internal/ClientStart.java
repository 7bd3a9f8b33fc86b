package io.kafkasdk.internal;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;

/** Creates a Kafka client; one that cannot be created says why, in the SDK's words. */
final class ClientStart {

    /** The words of Kafka's ConfigException where no address resolves; it has no class of its own. */
    private static final String UNRESOLVABLE = "No resolvable bootstrap urls";

    private ClientStart() {}

    static <T> T create(Map<String, Object> config, Supplier<T> client) {
        try {
            return client.get();
        } catch (KafkaException | IllegalArgumentException e) {
            throw new KafkaSdkException(diagnose(config, e), e);
        }
    }

    private static Diagnosis diagnose(Map<String, Object> config, RuntimeException failure) {
        String what = "The Kafka client '" + config.getOrDefault(CommonClientConfigs.CLIENT_ID_CONFIG, "?")
                + "' could not be created";
        String said = innermost(failure);
        if (said.contains(UNRESOLVABLE)) {
            return new Diagnosis(
                    ErrorKind.UNREACHABLE,
                    what,
                    "no host in bootstrapServers resolves: " + config.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                    "check the spelling of the hosts in ClusterSettings.bootstrapServers, and DNS");
        }
        return new Diagnosis(ErrorKind.MISCONFIGURED, what, said, "correct the setting that Kafka names");
    }

    /** Kafka wraps the reason in "Failed to construct kafka producer" and the like. */
    private static String innermost(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return FailureText.of(reason);
    }
}
