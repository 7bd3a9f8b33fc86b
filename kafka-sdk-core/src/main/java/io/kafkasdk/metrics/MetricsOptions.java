package io.kafkasdk.metrics;

import java.util.Objects;

/**
 * What the SDK meters beside the figures that are always there. Each option costs series; {@code docs/metrics.md} says how
 * many.
 *
 * <pre>{@code
 * KafkaSdk.builder().meterRegistry(registry).metrics(MetricsOptions.DEFAULT.granularity(Granularity.TOP_PARTITIONS))
 * }</pre>
 *
 * @param granularity how finely lag is told; default {@link Granularity#TOPIC}
 * @param hasHistograms whether the times of handlers and sends come with histogram buckets from 5 ms to 10 s, 14 series more
 *     for each of these timers, so that percentiles of several processes can be computed; default no
 * @param clientMetrics which figures of the Kafka clients themselves are metered; default {@link ClientMetrics#NONE}
 * @param hasKafkaExporterNames whether what is known of offsets also comes under the names of kafka_exporter, for dashboards
 *     made for that; default no. Beside a running kafka_exporter each sum would count twice
 */
public record MetricsOptions(
        Granularity granularity, boolean hasHistograms, ClientMetrics clientMetrics, boolean hasKafkaExporterNames) {

    /** The defaults, as the parameters state them. */
    public static final MetricsOptions DEFAULT =
            new MetricsOptions(Granularity.TOPIC, false, ClientMetrics.NONE, false);

    /** Checks that nothing is null. */
    public MetricsOptions {
        Objects.requireNonNull(granularity, "granularity");
        Objects.requireNonNull(clientMetrics, "clientMetrics");
    }

    /** How finely lag is told. The figures by topic are always there. */
    public enum Granularity {
        /** By topic only. */
        TOPIC,
        /** Also of the five partitions of each group with the largest time lag; chosen anew once a minute. */
        TOP_PARTITIONS,
        /** Also of every owned partition: five series for each. */
        PARTITIONS
    }

    /** Which figures of the Kafka clients themselves are metered. */
    public enum ClientMetrics {
        /** None but throttling and the use of the buffer. */
        NONE,
        /**
         * 16 of a producer and 13 of a consumer, with names that begin with {@code kafka.sdk.client}, times in seconds, and
         * the same tags whatever the client does. Those that clients of both group protocols have.
         */
        ALLOW_LIST,
        /**
         * All, by Micrometer's own {@code KafkaClientMetrics}: some 150 series a client, more with each topic, partition
         * and broker. Times in Kafka's units, milliseconds or nanoseconds; names change with the group protocol. A series
         * without a tag disappears as soon as another client has one of that name with more tags (micrometer#2212), and
         * new ones come up to a minute late. Not of adopted clients: bind those yourself, as Spring Boot does.
         */
        ALL
    }

    /** Returns a copy with another granularity. */
    public MetricsOptions granularity(Granularity newGranularity) {
        return new MetricsOptions(newGranularity, hasHistograms, clientMetrics, hasKafkaExporterNames);
    }

    /** Returns a copy with histogram buckets. */
    public MetricsOptions histograms() {
        return new MetricsOptions(granularity, true, clientMetrics, hasKafkaExporterNames);
    }

    /** Returns a copy with other figures of the Kafka clients. */
    public MetricsOptions clientMetrics(ClientMetrics newClientMetrics) {
        return new MetricsOptions(granularity, hasHistograms, newClientMetrics, hasKafkaExporterNames);
    }

    /** Returns a copy with the names of kafka_exporter. */
    public MetricsOptions kafkaExporterNames() {
        return new MetricsOptions(granularity, hasHistograms, clientMetrics, true);
    }
}
