package io.kafkasdk.metrics;

/**
 * What most series of consumers are told apart by.
 *
 * @param group the consumer group
 * @param topic the topic as it appears in tags
 */
record GroupTopic(String group, String topic) {}
