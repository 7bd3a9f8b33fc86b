package io.kafkasdk.consumer;

/**
 * A Kafka consumer of the application's own that the SDK watches: its lag, its polls, its commits and its rebalances are
 * in the SDK's series. The application polls it, handles its records and closes it.
 *
 * <p><b>Threads:</b> all methods may be called from any thread, and never block.
 *
 * <p><b>Lifecycle:</b> made by {@code KafkaSdk.adopt}; gone when the application closes the consumer. RUNNING until then,
 * and CLOSED after it; PAUSED while all its partitions are paused.
 *
 * <p><b>Guarantee:</b> what a poll returned counts as finished with the next poll, or when the application commits a
 * higher offset; not by what its handlers do with it.
 */
public interface AdoptedConsumer extends GroupConsumer {}
