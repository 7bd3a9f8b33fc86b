package io.kafkasdk.consumer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records as a poll would bring them. */
final class MadeRecords {

    private static final byte[] VALUE = new byte[100];

    private MadeRecords() {}

    /** Returns so many records of one partition from an offset on, whose keys come round. */
    static List<ConsumerRecord<byte[], byte[]>> of(TopicPartition partition, long from, int count, int keys) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] key = ("key-" + (from + i) % keys).getBytes(StandardCharsets.UTF_8);
            records.add(new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    from + i,
                    1_700_000_000_000L + from + i,
                    TimestampType.CREATE_TIME,
                    key.length,
                    VALUE.length,
                    key,
                    VALUE,
                    new RecordHeaders(),
                    Optional.of(3)));
        }
        return records;
    }
}
