package io.kafkasdk.spring.boot;

import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A producer, under {@code kafka-sdk.producers.<name>}: a {@code GuardedProducer} bean that is injected by that name.
 *
 * @param cluster Name of one of kafka-sdk.clusters. Default: the cluster of kafka-sdk.bootstrap-servers.
 * @param topics Topics it writes to, looked at before the first send; others are looked at on first use.
 * @param keySerializer How keys are written: string, bytes, byte-buffer, integer, long, double, uuid, json, or the name of
 *     a Serializer bean.
 * @param valueSerializer How values are written: string, bytes, byte-buffer, integer, long, double, uuid, json, or the name
 *     of a Serializer bean.
 * @param maxBlock Longest time that one send may hold up its caller. Default: 1s.
 * @param deliveryTimeout Time after which a send that is not acknowledged ends as failed. Default: 2m.
 * @param maxInFlightRecords Most records under way; beyond it senders wait. Default: 100000.
 * @param maxInFlightSize Most bytes of keys and values under way; beyond it senders wait. Default: 64MB.
 * @param recordsPerSecond Most records in a second. Default: no limit.
 * @param profile Tuning of this producer. Default: that of its cluster.
 * @param properties Raw Kafka producer properties; those that the SDK owns are refused.
 */
@ConfigurationPropertiesSource
public record ProducerProperties(
        @Nullable String cluster,
        @DefaultValue List<String> topics,
        @DefaultValue("string") String keySerializer,
        @DefaultValue("string") String valueSerializer,
        @Nullable Duration maxBlock,
        @Nullable Duration deliveryTimeout,
        @Nullable Integer maxInFlightRecords,
        @Nullable DataSize maxInFlightSize,
        @Nullable Integer recordsPerSecond,
        @Nullable TuningProfile profile,
        @DefaultValue Map<String, String> properties) {}
