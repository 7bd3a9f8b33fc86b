package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records of one life of a sender, one after the other: topics and keys in turn, values of 100 to 300 bytes, some of
 * which cannot be deserialized or handled. The same spec gives the same records.
 *
 * <p><b>Threads</b>: one only.
 */
final class RecordStream {

    private static final int LEAST_BYTES = 100;
    private static final int MOST_BYTES = 300;

    private final SubjectSpec spec;
    private final List<String> topics;
    private final long[] ofKey;
    private final Random random;
    private long number;

    private RecordStream(SubjectSpec spec, List<String> topics, long[] ofKey, Random random) {
        this.spec = spec;
        this.topics = topics;
        this.ofKey = ofKey;
        this.random = random;
    }

    static RecordStream of(SubjectSpec spec) {
        List<String> topics = spec.topics();
        long seed = spec.member().hashCode();
        return new RecordStream(spec, topics, new long[topics.size() * spec.number(Setting.KEYS)], new Random(seed));
    }

    /**
     * One record to send.
     *
     * @param stamp what it carries in its header
     * @param record as it is to be sent
     */
    record Item(Stamp stamp, ProducerRecord<byte[], byte[]> record) {}

    Item next() {
        int topic = (int) (number % topics.size());
        int key = (int) (number / topics.size() % spec.number(Setting.KEYS));
        String keyText = "key-" + key;
        byte[] value = value();
        RecordId id = new RecordId(spec.name(), spec.number(Setting.LIFE), number++);
        long ofKeySoFar = ofKey[topic * spec.number(Setting.KEYS) + key]++;
        Stamp stamp = Stamp.of(id, topics.get(topic), keyText, ofKeySoFar, value);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topics.get(topic), keyText.getBytes(StandardCharsets.UTF_8), value);
        stamp.putInto(record.headers());
        return new Item(stamp, record);
    }

    private byte[] value() {
        byte[] value = new byte[random.nextInt(LEAST_BYTES, MOST_BYTES + 1)];
        // What cannot be compressed: a record's size is then its size on the wire too.
        random.nextBytes(value);
        value[0] = kind().mark();
        return value;
    }

    private ValueKind kind() {
        if (isOneIn(Setting.POISON)) {
            return ValueKind.POISON;
        }
        if (isOneIn(Setting.FAILING)) {
            return ValueKind.FAILING;
        }
        return isOneIn(Setting.FLAKY) ? ValueKind.FLAKY : ValueKind.GOOD;
    }

    /** By chance and not by turns: by turns it could always hit the same keys. */
    private boolean isOneIn(Setting key) {
        int share = spec.number(key);
        return share > 0 && random.nextInt(share) == 0;
    }
}
