/**
 * Safe, fast and self-reporting Kafka producers and consumers: one dependency, one entry point.
 *
 * <pre>{@code
 * try (KafkaSdk sdk = KafkaSdk.builder()
 *         .cluster(ClusterSettings.of("localhost:9092"))
 *         .application("order-service")
 *         .meterRegistry(registry)
 *         .build()) {
 *
 *     GuardedProducer<String, String> orders = sdk.producer(
 *             ProducerSettings.named("orders", new StringSerializer(), new StringSerializer()));
 *     orders.send("orders", "42", "{}").thenAccept(receipt -> log.info("{}", receipt));
 *
 *     ManagedConsumer payments = sdk.consumer(
 *             ConsumerSettings.group("payments", new StringDeserializer(), new StringDeserializer()).topics("orders"),
 *             record -> charge(record.value()));
 *     payments.start();
 * }
 * }</pre>
 *
 * <p>This package is the front door and uses all others; nothing uses it. The packages below it, lowest first: {@code
 * error}, {@code settings}, {@code internal} (not for users), {@code cluster}, {@code resilience}, {@code acks}, {@code
 * producer}, {@code transaction}, {@code lag}, {@code deadletter}, {@code consumer}, {@code share}, {@code tuning}, {@code
 * metrics}. A package uses only packages before it.
 */
@NullMarked
package io.kafkasdk;

import org.jspecify.annotations.NullMarked;
