package io.kafkasdk.samples.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A header that makes each record one of its kind: the run and a number. With it lost and duplicate records are counted,
 * not estimated, also on a topic that has records of earlier runs.
 *
 * @param run names the run
 */
record RecordTag(String run) {

    private static final String HEADER = "quickstart";

    /** Marks a record of this run with its number. */
    void put(ProducerRecord<?, ?> record, int id) {
        record.headers().add(HEADER, (run + ':' + id).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the number; empty when the record is not of this run. */
    OptionalInt idOf(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(HEADER);
        String text = header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        return text.startsWith(run + ':')
                ? OptionalInt.of(Integer.parseInt(text.substring(run.length() + 1)))
                : OptionalInt.empty();
    }
}
