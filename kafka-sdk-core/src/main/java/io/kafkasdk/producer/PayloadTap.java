package io.kafkasdk.producer;

import io.kafkasdk.producer.PayloadSample.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies records on their way to the client while a sample is wanted. Costs a send one look at a field otherwise.
 *
 * <p><b>Threads:</b> {@link #offer} for any number of threads, which take a short lock while a sample is wanted; the rest
 * for one tuner at a time.
 */
final class PayloadTap {

    /** Bounds what small records cost beside their bytes. */
    static final int MOST_RECORDS = 100_000;

    /** Null while no sample is wanted. */
    private volatile @Nullable Collection open;

    /** Guarded by this. */
    private @Nullable PayloadSample full;

    /** Begins a sample; forgets one that nobody took, or that was not complete. */
    synchronized void begin(int maxBytes) {
        full = null;
        open = new Collection(maxBytes);
    }

    /** Returns the sample once it is complete, and forgets it. */
    synchronized @Nullable PayloadSample take() {
        PayloadSample complete = full;
        full = null;
        return complete;
    }

    /** Wants no sample any more: forgets what was copied, complete or not. */
    synchronized void end() {
        full = null;
        open = null;
    }

    /** Copies a record, if one is wanted: its serializer may use the arrays again. */
    void offer(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        Collection wanting = open;
        if (wanting != null) {
            wanting.add(topic, key, value);
        }
    }

    private synchronized void complete(Collection collection, PayloadSample sample) {
        // Not of a sample that was begun anew or ended meanwhile.
        if (open == collection) {
            full = sample;
            open = null;
        }
    }

    private final class Collection {

        private final int maxBytes;
        private final Map<String, List<Payload>> byTopic = new HashMap<>();
        private long bytes;
        private int records;
        private boolean isComplete;

        private Collection(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        synchronized void add(String topic, byte @Nullable [] key, byte @Nullable [] value) {
            if (isComplete) {
                return;
            }
            long size = (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
            // The first one always: else records larger than the whole sample would leave it open for ever.
            if (records == 0 || bytes + size <= maxBytes) {
                Payload copy = new Payload(key == null ? null : key.clone(), value == null ? null : value.clone());
                byTopic.computeIfAbsent(topic, name -> new ArrayList<>()).add(copy);
                bytes += size;
                records++;
            } else {
                isComplete = true;
            }
            if (isComplete || bytes >= maxBytes || records >= MOST_RECORDS) {
                isComplete = true;
                complete(this, new PayloadSample(byTopic));
            }
        }
    }
}
