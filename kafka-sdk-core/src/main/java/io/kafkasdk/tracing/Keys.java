package io.kafkasdk.tracing;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/** Names of OpenTelemetry's conventions for messaging spans, as of version 1.44. */
final class Keys {

    static final KeyValue SYSTEM = KeyValue.of("messaging.system", "kafka");
    static final String OPERATION_NAME = "messaging.operation.name";
    static final String OPERATION_TYPE = "messaging.operation.type";
    static final String DESTINATION = "messaging.destination.name";
    static final String PARTITION = "messaging.destination.partition.id";
    static final String OFFSET = "messaging.kafka.offset";
    static final String TOMBSTONE = "messaging.kafka.message.tombstone";
    static final String CLIENT_ID = "messaging.client.id";
    static final String GROUP = "messaging.consumer.group.name";
    static final String COUNT = "messaging.batch.message_count";
    static final String ERROR_TYPE = "error.type";

    private Keys() {}

    static KeyValues operation(String name) {
        return KeyValues.of(SYSTEM, KeyValue.of(OPERATION_NAME, name), KeyValue.of(OPERATION_TYPE, name));
    }
}
