package io.kafkasdk.tracing;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The context of the observation {@value #NAME}: one call of a handler, with a record or a batch. For conventions, filters
 * and predicates of the application; knows neither keys nor values.
 *
 * <p><b>Threads:</b> starts on the worker thread; stops there, or where an asynchronous handler's stage completes.
 *
 * <p><b>Guarantee:</b> the carrier is the record's headers. That of a batch of several records is empty, since a span has
 * one parent and they may have many; {@link #headers()} has theirs.
 */
public final class HandledRecordsContext extends ReceiverContext<Headers> {

    /** The observation's name. */
    public static final String NAME = "kafka.sdk.process";

    private final String group;
    private final String clientId;
    private final List<? extends ConsumerRecord<?, ?>> records;
    private final boolean batch;
    private @Nullable String errorType;

    private HandledRecordsContext(
            String group, String clientId, List<? extends ConsumerRecord<?, ?>> records, boolean batch) {
        super(TraceHeaders.READ, Kind.CONSUMER);
        this.group = group;
        this.clientId = clientId;
        this.records = records;
        this.batch = batch;
    }

    static HandledRecordsContext ofRecord(String group, String clientId, ConsumerRecord<?, ?> record) {
        return of(new HandledRecordsContext(group, clientId, List.of(record), false));
    }

    static HandledRecordsContext ofBatch(String group, String clientId, List<? extends ConsumerRecord<?, ?>> records) {
        return of(new HandledRecordsContext(group, clientId, records, true));
    }

    private static HandledRecordsContext of(HandledRecordsContext context) {
        context.setCarrier(context.records.size() == 1 ? context.records.get(0).headers() : new RecordHeaders());
        return context;
    }

    /** Returns the consumer group. */
    public String group() {
        return group;
    }

    /** Returns the consumer's client.id. */
    public String clientId() {
        return clientId;
    }

    /** Returns whether a handler of batches is called. */
    public boolean isBatch() {
        return batch;
    }

    /** Returns how many records are handled. */
    public int count() {
        return records.size();
    }

    /** Returns the topic of all records; null where they are of several. */
    public @Nullable String topic() {
        String first = records.get(0).topic();
        return records.stream().allMatch(record -> record.topic().equals(first)) ? first : null;
    }

    /** Returns the partition of all records; -1 where they are of several. */
    public int partition() {
        int first = records.get(0).partition();
        boolean one = topic() != null && records.stream().allMatch(record -> record.partition() == first);
        return one ? first : -1;
    }

    /** Returns the offset of the record; -1 where there are several. */
    public long offset() {
        return records.size() == 1 ? records.get(0).offset() : -1;
    }

    /** Returns whether it is one record, without a value. */
    public boolean isTombstone() {
        return records.size() == 1 && records.get(0).value() == null;
    }

    /** Returns the headers of each record, in their order. */
    public List<Headers> headers() {
        return records.stream().map(ConsumerRecord::headers).toList();
    }

    /** Returns the class of what the handler failed with; null where it did not. */
    public @Nullable String errorType() {
        return errorType;
    }

    /** Returns whether one of the records belongs to this trace by its headers. */
    boolean carries(byte[] traceParent) {
        return records.stream().anyMatch(record -> Arrays.equals(traceParent, TraceHeaders.parent(record.headers())));
    }

    void failedWith(String type) {
        errorType = type;
    }
}
