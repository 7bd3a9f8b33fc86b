package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.spring.boot.KafkaSdkProperties.TopicRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Refuses the start when the rules refuse a declared topic: when all beans are made, and before the web server and the
 * consumers start. The looks began with the producers, so there is little left to wait for.
 */
final class ProducersPreflight implements SmartInitializingSingleton {

    /** A cluster that is away must not be felt. It was asked a while ago, and answers within milliseconds if at all. */
    static final Duration PATIENCE = Duration.ofMillis(100);

    /** Where a refusal would be missed: enough for a cluster nearby, also on a busy machine. */
    static final Duration REFUSING_PATIENCE = Duration.ofMillis(300);

    /** Where an application is not to start without its cluster. */
    private static final Duration FAIL_FAST_PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ProducersPreflight.class);

    private final NamedProducers producers;
    private final Duration patience;

    ProducersPreflight(NamedProducers producers, KafkaSdkProperties properties) {
        this.producers = producers;
        this.patience = patience(properties);
    }

    /** Returns how long all clusters together may hold up the start. */
    static Duration patience(KafkaSdkProperties properties) {
        if (properties.failFast()) {
            return FAIL_FAST_PATIENCE;
        }
        boolean refuses = refuses(properties.acksPolicy(), properties.topics())
                || properties.clusters().values().stream()
                        .anyMatch(cluster -> refuses(cluster.acksPolicy(), cluster.topics()));
        return refuses ? REFUSING_PATIENCE : PATIENCE;
    }

    private static boolean refuses(@Nullable AcksPolicy policy, List<TopicRule> rules) {
        return policy == AcksPolicy.FAIL || rules.stream().anyMatch(rule -> rule.acksPolicy() == AcksPolicy.FAIL);
    }

    @Override
    public void afterSingletonsInstantiated() {
        long end = System.nanoTime() + patience.toNanos();
        for (KafkaSdk sdk : producers.used()) {
            if (!isLookedAt(sdk, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                LOG.warn(
                        "Cluster '{}' has not answered yet, so the declared topics of producers were not looked at; unsafe ones"
                                + " are refused when the first record goes there",
                        sdk.cluster());
            }
        }
    }

    private static boolean isLookedAt(KafkaSdk sdk, Duration patience) {
        try {
            return sdk.awaitPreflight(patience);
        } catch (UnsafeTopicException refused) {
            throw RefusedTopics.of(sdk.cluster(), refused);
        }
    }
}
