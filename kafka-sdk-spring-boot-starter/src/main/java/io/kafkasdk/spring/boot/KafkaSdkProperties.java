package io.kafkasdk.spring.boot;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.tuning.TuningProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

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
 * @param acksPolicy What happens when a topic cannot keep the promise of acks=all.
 * @param topics What differs for topics of certain names; the first pattern that matches wins.
 * @param security Encryption and identity.
 * @param autoStart Whether consumer beans start with the application. If not, call ManagedConsumer.start() yourself.
 * @param shutdownTimeout Longest time that consumers get to drain at shutdown, and after that the SDK to flush its
 *     producers. Should not exceed spring.lifecycle.timeout-per-shutdown-phase.
 */
@ConfigurationProperties("kafka-sdk")
public record KafkaSdkProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String application,
        @DefaultValue List<String> bootstrapServers,
        @DefaultValue("balanced") TuningProfile profile,
        @DefaultValue("warn") AcksPolicy acksPolicy,
        @DefaultValue List<TopicRule> topics,
        @DefaultValue Security security,
        @DefaultValue("true") boolean autoStart,
        @DefaultValue("20s") Duration shutdownTimeout) {

    /**
     * What differs for topics of certain names.
     *
     * @param pattern Topic name in which * stands for any run of characters and ? for one.
     * @param acksPolicy What happens when such a topic cannot keep the promise of acks=all. Default: kafka-sdk.acks-policy.
     * @param durability How such a topic is written: all (acks=all) or leader (acks=1, records may be lost). Default: all.
     */
    public record TopicRule(
            @Nullable String pattern,
            @Nullable AcksPolicy acksPolicy,
            @Nullable Durability durability) {}

    /**
     * Encryption and identity.
     *
     * @param protocol How brokers are reached. Plaintext is for loopback and trusted test networks only.
     * @param tls Certificates; for the protocols ssl and sasl-ssl.
     * @param sasl User name and password; for the protocols sasl-ssl and sasl-plaintext.
     */
    public record Security(
            @DefaultValue("plaintext") SecurityProtocol protocol,
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
