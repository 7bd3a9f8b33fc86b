package io.kafkasdk.tracing;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The context of the observation {@value #NAME}: one record from {@code send} to its outcome. For conventions, filters and
 * predicates of the application; knows neither key nor value.
 *
 * <p><b>Threads:</b> starts on the sending thread, stops on the one that knows the outcome.
 *
 * <p><b>Guarantee:</b> the carrier is a copy of the record's headers; whoever changes it changes what is sent.
 */
public final class SentRecordContext extends SenderContext<Headers> {

    /** The observation's name. */
    public static final String NAME = "kafka.sdk.send";

    private final String clientId;
    private final String topic;
    private final boolean tombstone;
    private int partition;
    private long offset = -1;
    private @Nullable String errorType;

    private SentRecordContext(String clientId, ProducerRecord<?, ?> record, boolean keepsTrace) {
        super(keepsTrace ? TraceHeaders.KEEP : TraceHeaders.WRITE, Kind.PRODUCER);
        this.clientId = clientId;
        this.topic = record.topic();
        this.tombstone = record.value() == null;
        this.partition = record.partition() == null ? -1 : record.partition();
    }

    /** Makes the context of a record. With {@code keepsTrace} its headers are left as they are. */
    static SentRecordContext of(String clientId, ProducerRecord<?, ?> record, boolean keepsTrace) {
        SentRecordContext context = new SentRecordContext(clientId, record, keepsTrace);
        context.setCarrier(new RecordHeaders(record.headers()));
        return context;
    }

    /** Returns the producer's client.id. */
    public String clientId() {
        return clientId;
    }

    /** Returns the topic. */
    public String topic() {
        return topic;
    }

    /** Returns whether the record has no value. */
    public boolean isTombstone() {
        return tombstone;
    }

    /** Returns the partition, from 0; -1 while it is not known. */
    public int partition() {
        return partition;
    }

    /** Returns the offset in the partition; -1 while it is not known, and where the broker did not say. */
    public long offset() {
        return offset;
    }

    /** Returns the class of what the send failed with; null where it did not. */
    public @Nullable String errorType() {
        return errorType;
    }

    void landed(int newPartition, long newOffset) {
        partition = newPartition;
        offset = newOffset;
    }

    void failedWith(String type) {
        errorType = type;
    }
}
