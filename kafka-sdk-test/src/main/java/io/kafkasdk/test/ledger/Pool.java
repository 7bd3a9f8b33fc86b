package io.kafkasdk.test.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/** Keeps one of each name, partition and id, so that a million records fit into a small heap. For one thread. */
final class Pool {

    private final Map<Object, Object> known = new HashMap<>();

    String text(String text) {
        return one(text);
    }

    RecordId id(RecordId id) {
        RecordId before = (RecordId) known.get(id);
        return before != null ? before : one(new RecordId(text(id.producer()), id.life(), id.number()));
    }

    TopicPartition partition(String topic, int partition) {
        return one(new TopicPartition(text(topic), partition));
    }

    Stamp stamp(Stamp stamp) {
        return new Stamp(id(stamp.id()), text(stamp.topic()), text(stamp.key()), stamp.keyNumber(), stamp.valueCrc());
    }

    @SuppressWarnings("unchecked")
    private <T> T one(T thing) {
        T before = (T) known.putIfAbsent(Objects.requireNonNull(thing), thing);
        return before != null ? before : thing;
    }
}
