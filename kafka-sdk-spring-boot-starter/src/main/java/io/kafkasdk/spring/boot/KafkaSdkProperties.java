package io.kafkasdk.spring.boot;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.tuning.TuningGoal;
import io.kafkasdk.tuning.TuningMode;
import io.kafkasdk.tuning.TuningProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an application says about Kafka in its configuration, under {@code kafka-sdk}. Nothing in here prints a secret.
 *
 * <pre>
 * kafka-sdk:
 *   bootstrap-servers: kafka-1:9093,kafka-2:9093
 *   security:
 *     protocol: sasl-ssl
 *     sasl:
 *       username: orders
 *       password: ${KAFKA_PASSWORD}
 * </pre>
 *
 * @param enabled Whether the SDK is set up at all.
 * @param application Name of the application, the first part of every client.id. Default: spring.application.name.
 * @param bootstrapServers Brokers to start from, as host:port; two or three are enough. Default:
 *     spring.kafka.bootstrap-servers.
 * @param profile Tuning of all producers and consumers that do not bring their own: balanced, throughput, low-latency or
 *     durable-audit.
 * @param tuning How producers are advised on batches and compression.
 * @param acksPolicy What happens when a topic cannot keep the promise of acks=all.
 * @param topics What differs for topics of certain names; the first pattern that matches wins.
 * @param security Encryption and identity. Default: that of spring.kafka where the brokers come from there, else none.
 * @param properties Raw Kafka properties for all clients; those that the SDK owns are refused.
 * @param clusters Further clusters by name, each a KafkaSdk bean that is injected by that name.
 * @param producers Producers by name, each a GuardedProducer bean that is injected by that name.
 * @param consumers Consumers by name, whose work a method annotated with HandlesRecords does.
 * @param metrics What is metered.
 * @param endpoint What the actuator endpoint kafkasdk may do.
 * @param springKafka What spring-kafka's own producers and consumers get.
 * @param failFast Whether the application refuses to start when a cluster cannot be used.
 * @param autoStart Whether consumers start with the application. If not, call ManagedConsumer.start() yourself.
 * @param shutdownTimeout Longest time that consumers get to drain at shutdown, and after that the SDK to flush its
 *     producers. Should not exceed spring.lifecycle.timeout-per-shutdown-phase.
 */
@ConfigurationProperties("kafka-sdk")
public record KafkaSdkProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String application,
        @DefaultValue List<String> bootstrapServers,
        @DefaultValue("balanced") TuningProfile profile,
        @DefaultValue Tuning tuning,
        @DefaultValue("warn") AcksPolicy acksPolicy,
        @DefaultValue List<TopicRule> topics,
        @DefaultValue Security security,
        @DefaultValue Map<String, String> properties,
        @DefaultValue Map<String, Cluster> clusters,
        @DefaultValue Map<String, ProducerProperties> producers,
        @DefaultValue Map<String, ConsumerProperties> consumers,
        @DefaultValue Metrics metrics,
        @DefaultValue Endpoint endpoint,
        @DefaultValue SpringKafka springKafka,
        @DefaultValue("false") boolean failFast,
        @DefaultValue("true") boolean autoStart,
        @DefaultValue("20s") Duration shutdownTimeout) {

    /**
     * What differs for topics of certain names.
     *
     * @param pattern Topic name in which * stands for any run of characters and ? for one.
     * @param acksPolicy What happens when such a topic cannot keep the promise of acks=all. Default: kafka-sdk.acks-policy.
     * @param durability How such a topic is written: all (acks=all) or leader (acks=1, records may be lost). Default: all.
     */
    @ConfigurationPropertiesSource
    public record TopicRule(
            @Nullable String pattern,
            @Nullable AcksPolicy acksPolicy,
            @Nullable Durability durability) {}

    /**
     * A further cluster.
     *
     * @param bootstrapServers Brokers to start from, as host:port; two or three are enough.
     * @param profile Tuning of its producers and consumers that do not bring their own. Default: kafka-sdk.profile.
     * @param tuning How its producers are advised on batches and compression.
     * @param acksPolicy What happens when a topic of it cannot keep the promise of acks=all. Default: kafka-sdk.acks-policy.
     * @param topics What differs for its topics of certain names; the first pattern that matches wins.
     * @param security Encryption and identity. Nothing is taken over from kafka-sdk.security.
     * @param properties Raw Kafka properties for all clients of it; those that the SDK owns are refused.
     */
    @ConfigurationPropertiesSource
    public record Cluster(
            @DefaultValue List<String> bootstrapServers,
            @Nullable TuningProfile profile,
            @DefaultValue ClusterTuning tuning,
            @Nullable AcksPolicy acksPolicy,
            @DefaultValue List<TopicRule> topics,
            @DefaultValue Security security,
            @DefaultValue Map<String, String> properties) {}

    /**
     * How producers are advised on batches and compression, by what is measured on their own records.
     *
     * @param mode How far the advice goes.
     * @param goal What it is to make better. Default: latency with the profile low-latency, throughput with the others.
     * @param interval Time between two looks at a producer, 10s to 1d. The first look comes one minute after its first
     *     record.
     * @param sampleSize How much of its records is copied for one trial of codecs, 16KB to 16MB.
     * @param maxLinger Longest linger.ms to advise, 0s to 1s.
     * @param maxBatchSize Largest batch.size to advise, 16KB to 1MB.
     */
    public record Tuning(
            @DefaultValue("shadow") TuningMode mode,
            @Nullable TuningGoal goal,
            @DefaultValue("10m") Duration interval,
            @DefaultValue("512KB") DataSize sampleSize,
            @DefaultValue("100ms") Duration maxLinger,
            @DefaultValue("512KB") DataSize maxBatchSize) {}

    /**
     * What differs for the producers of a further cluster.
     *
     * @param mode How far the advice goes. Default: kafka-sdk.tuning.mode.
     * @param goal What it is to make better. Default: kafka-sdk.tuning.goal, and without it by the profile of this cluster.
     * @param interval Time between two looks at a producer, 10s to 1d. Default: kafka-sdk.tuning.interval.
     * @param sampleSize How much of its records is copied for one trial of codecs, 16KB to 16MB. Default:
     *     kafka-sdk.tuning.sample-size.
     * @param maxLinger Longest linger.ms to advise, 0s to 1s. Default: kafka-sdk.tuning.max-linger.
     * @param maxBatchSize Largest batch.size to advise, 16KB to 1MB. Default: kafka-sdk.tuning.max-batch-size.
     */
    public record ClusterTuning(
            @Nullable TuningMode mode,
            @Nullable TuningGoal goal,
            @Nullable Duration interval,
            @Nullable DataSize sampleSize,
            @Nullable Duration maxLinger,
            @Nullable DataSize maxBatchSize) {

        static final ClusterTuning NONE = new ClusterTuning(null, null, null, null, null, null);
    }

    /**
     * What is metered.
     *
     * @param enabled Whether the SDK's meters go to the application's registry.
     * @param granularity How finely lag is told.
     * @param histograms Whether the times of handlers and sends come with histogram buckets.
     * @param clientMetrics Which figures of the Kafka clients themselves are metered.
     * @param kafkaExporterNames Whether offsets also come under the names of kafka_exporter.
     */
    public record Metrics(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("topic") MetricsOptions.Granularity granularity,
            @DefaultValue("false") boolean histograms,
            @DefaultValue("none") MetricsOptions.ClientMetrics clientMetrics,
            @DefaultValue("false") boolean kafkaExporterNames) {}

    /**
     * What the actuator endpoint kafkasdk may do.
     *
     * @param actions Whether it also pauses and resumes consumers, and replays dead letters. If not, it only reads.
     */
    public record Endpoint(@DefaultValue("false") boolean actions) {}

    /**
     * What spring-kafka's own producers and consumers get, where it is on the class path.
     *
     * @param enabled Whether they get the safe defaults, the guard and the meters.
     */
    public record SpringKafka(@DefaultValue("true") boolean enabled) {}

    /**
     * Encryption and identity.
     *
     * @param protocol How brokers are reached. Plaintext is for loopback and trusted test networks only.
     * @param bundle Name of an SSL bundle (spring.ssl.bundle) with the certificates, instead of tls.
     * @param tls Certificates; for the protocols ssl and sasl-ssl.
     * @param sasl User name and password; for the protocols sasl-ssl and sasl-plaintext.
     */
    public record Security(
            @DefaultValue("plaintext") SecurityProtocol protocol,
            @Nullable String bundle,
            @DefaultValue Tls tls,
            @DefaultValue Sasl sasl) {}

    /**
     * Certificates.
     *
     * @param trustStore Certificates to trust. Default: those of the JDK.
     * @param keyStore Certificate and key of this client, for mutual TLS. Default: none.
     */
    public record Tls(@Nullable Store trustStore, @Nullable Store keyStore) {}

    /**
     * A file with certificates, or with a certificate and its key.
     *
     * @param location Path of the file.
     * @param format How the file is written.
     * @param password What opens the file, or an encrypted key in it.
     */
    public record Store(
            @Nullable Path location,
            @DefaultValue("pem") SecuritySettings.Format format,
            @Nullable Secret password) {}

    /**
     * User name and password.
     *
     * @param mechanism How the password is proved.
     * @param username Name of the user.
     * @param password Password of the user.
     */
    public record Sasl(
            @DefaultValue("scram-sha-512") SecuritySettings.Mechanism mechanism,
            @Nullable String username,
            @Nullable Secret password) {}
}
