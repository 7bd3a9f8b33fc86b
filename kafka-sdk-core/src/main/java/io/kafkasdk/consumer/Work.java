package io.kafkasdk.consumer;

import io.kafkasdk.consumer.Completions.Wait;
import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.error.KafkaSdkException;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way through a lane.
 *
 * <p><b>Threads:</b> what changes belongs to whoever has the lane's turn; parking hands it on.
 */
final class Work {

    /** The record's and our objects around key and value, without headers; seen in heaps of 64-bit JVMs. */
    static final int OBJECTS = 512;

    private final OwnedPartition owner;
    private final ConsumerRecord<byte[], byte[]> record;
    private final FetchedBatch batch;
    private final int index;
    private int attempts;
    private @Nullable Throwable failure;
    private @Nullable CompletionStage<?> lateStage;
    private @Nullable GivenUp givenUp;
    private @Nullable Trouble trouble;

    /**
     * What keeps a record from its end.
     *
     * @param why what it waits for, or waited for before the attempt that runs now
     * @param sinceNanos since when, over all attempts, in monotonic time
     * @param failure the class of what it failed with last, empty where nothing failed
     */
    record Trouble(Wait why, long sinceNanos, String failure) {}

    /**
     * Makes the work for one record.
     *
     * @param owner the assignment that it was fetched for
     * @param record the record
     * @param batch where it is marked as finished
     * @param index its place there
     */
    Work(OwnedPartition owner, ConsumerRecord<byte[], byte[]> record, FetchedBatch batch, int index) {
        this.owner = owner;
        this.record = record;
        this.batch = batch;
        this.index = index;
    }

    OwnedPartition owner() {
        return owner;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** Returns the serialized size of key and value; Kafka says -1 for an absent one. */
    int sizeBytes() {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** Returns about what it takes of the heap until it is finished, for the budget: small records are mostly objects. */
    int heapBytes() {
        return sizeBytes() + OBJECTS;
    }

    /** Returns whether the other record has the same key in the same partition; without a key there is none. */
    boolean hasKeyOf(Work other) {
        return record.key() != null
                && owner.partition().equals(other.owner.partition())
                && Arrays.equals(record.key(), other.record.key());
    }

    /** Marks the record as finished for the tracker; counting is the desk's. */
    void finish() {
        batch.finish(index);
    }

    /** Counts one more failed attempt and returns how many there were. */
    int failedOnceMore() {
        return ++attempts;
    }

    int failedAttempts() {
        return attempts;
    }

    /** Keeps what an asynchronous attempt ended with, for whoever has the next turn. */
    void failedWith(Throwable thrown) {
        failure = thrown;
    }

    /** Returns what the last asynchronous attempt failed with, and forgets it. */
    @Nullable
    Throwable takeFailure() {
        Throwable taken = failure;
        failure = null;
        return taken;
    }

    /** Keeps a stage that ran out of time, for a worker to cancel. */
    void lateStage(@Nullable CompletionStage<?> stage) {
        lateStage = stage;
    }

    @Nullable
    CompletionStage<?> lateStage() {
        return lateStage;
    }

    /** Keeps that only the dead letter is left to write. */
    void giveUp(GivenUp why) {
        givenUp = why;
    }

    @Nullable
    GivenUp givenUp() {
        return givenUp;
    }

    /** Takes note, before the record is parked, of what it waits for; waiting for the same again goes on. */
    void waitsFor(Wait why, long now, @Nullable Throwable cause) {
        Trouble before = trouble;
        String name = cause == null ? "" : nameOf(cause);
        if (before == null) {
            trouble = new Trouble(why, now, name);
            return;
        }
        boolean goesOn = before.why() == why;
        // How the handler failed says nothing of how the dead letter does.
        String known = why == Wait.DEAD_LETTER && !goesOn ? "" : before.failure();
        trouble = new Trouble(why, goesOn ? before.sinceNanos() : now, cause == null ? known : name);
    }

    private static String nameOf(Throwable cause) {
        String name = cause.getClass().getName();
        // One class for all that can go wrong with Kafka: the kind says more.
        return cause instanceof KafkaSdkException ours ? name + " (" + ours.kind() + ")" : name;
    }

    /** Returns what keeps the record from its end, null while nothing did. */
    @Nullable
    Trouble trouble() {
        return trouble;
    }

    @Override
    public String toString() {
        return owner.partition() + "@" + record.offset();
    }
}
